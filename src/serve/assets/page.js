// @ts-check
// What pages can do with a script: copy addresses, and show at once what tags hold. It works without one.

document.querySelectorAll('.subscribe').forEach(offerCopies);
for (const form of document.forms) if (form.className === 'combine') showAtOnce(form);

/** Puts a button beside each address. @param {HTMLElement} section */
function offerCopies(section) {
  const words = section.dataset;
  const told = section.appendChild(document.createElement('p'));
  told.role = 'status';
  for (const address of section.querySelectorAll('.addresses code')) {
    const name = address.parentElement?.querySelector('a')?.textContent ?? '';
    const button = document.createElement('button');
    const say = (text = '') => text.replace('{}', name);
    const call = (word = words.copy, label = words.copyAddress) => {
      button.textContent = word;
      button.ariaLabel = say(label);
    };
    button.type = 'button';
    call();
    button.onblur = () => call();
    button.onclick = async () => {
      try {
        await navigator.clipboard.writeText(address.textContent);
        call(words.copied, words.copiedAddress);
        told.textContent = say(words.isCopied);
      } catch {
        // Refused, or absent: only https has a clipboard.
        getSelection()?.selectAllChildren(address);
        told.textContent = say(words.isSelected);
      }
    };
    address.after(button);
  }
}

/** @param {HTMLFormElement} form */
function showAtOnce(form) {
  const [names, told, outcome] = ['names', 'told', 'outcome'].map((id) => document.getElementById(id));
  const fields = form.getElementsByTagName('input');
  const shown = latest();
  const named = latest();
  let typing = 0;

  const show = () => {
    const asked = [...fields].filter(({ value }) => value.trim());
    const terms = asked.flatMap(({ value, parentElement }, index) => [
      [`how${index + 1}`, parentElement?.querySelector('select')?.value ?? ''],
      [`tag${index + 1}`, value],
    ]);
    const address = form.action + (terms.length > 0 ? `?${new URLSearchParams(terms)}` : '');
    shown(address, (text) => {
      const page = new DOMParser().parseFromString(text, 'text/html');
      history.replaceState(null, '', address);
      document.title = page.title;
      outcome?.replaceChildren(...(page.getElementById('outcome')?.childNodes ?? []));
      outcome?.querySelectorAll('.subscribe').forEach(offerCopies);
      const answers = [...page.querySelectorAll('.term')];
      for (const field of fields) {
        const problem = answers[asked.indexOf(field)]?.querySelector('.problem')?.childNodes ?? [];
        field.ariaInvalid = String(problem.length > 0);
        field.nextElementSibling?.replaceChildren(...problem);
      }
      const next = answers[fields.length];
      if (next) fields[fields.length - 1]?.parentElement?.after(next);
      told?.replaceChildren(...(page.getElementById('told')?.childNodes ?? []));
    }).catch(() => told?.replaceChildren(form.dataset.failed ?? ''));
  };
  form.onchange = show;
  form.onsubmit = () => {
    show();
    return false;
  };
  form.oninput = ({ target }) => {
    const begin = target instanceof HTMLInputElement ? target.value.trim() : '';
    clearTimeout(typing);
    if (!begin) return;
    typing = setTimeout(() => {
      named(`${form.action}tags.json?${new URLSearchParams({ q: begin })}`, (text) =>
        names?.replaceChildren(...Array.from(JSON.parse(text), (name) => new Option('', name))),
      ).catch(() => {});
    }, 150);
  };
}

/** Fetches one text at a time: who asks again no longer wants the former answer. */
function latest() {
  let running = new AbortController();
  /** @param {string} address @param {(text: string) => void} use */
  return async (address, use) => {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    try {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw new Error(answer.statusText);
      use(await answer.text());
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  };
}
