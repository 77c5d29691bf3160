// Is a short text what its charset would make of it? Statistics need some hundred characters; that the few there are
// should all be among the most common ones of their language is unlikely in any other charset.

/** What half of a text in Russian or Ukrainian consists of. */
const CYRILLIC = 'оеаинтсрвлкмдпуізьыя';

/** Charsets with what their languages use most: those of two bytes a character, and the Cyrillic ones. */
const COMMON: Readonly<Record<string, string>> = {
  gb18030:
    '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多' +
    '经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全' +
    '三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任' +
    '常先海通教东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计' +
    '管期市直德资命山金指克许统区保至队形社便空决治展马科司五基书非则听白却界达光放强即像难且权思完设式色路记南品住告类求据程北边' +
    '说明文件配置服务器桥城河省县装网页图码转请',
  big5:
    '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多' +
    '經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全' +
    '三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任' +
    '常先海通教東聲提立及比員解水名真論處走義各入幾口認條平系氣題活更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計' +
    '管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基書非則聽白卻界達光放強即像難且權思完設式色路記南品住告類求據程北邊' +
    '說明檔案設定伺服器橋城河省縣裝網頁圖碼轉請',
  'windows-1251': CYRILLIC,
  'koi8-u': CYRILLIC,
  'iso-8859-5': CYRILLIC,
  'euc-jp': '',
  shift_jis: '',
  'euc-kr':
    '이다는을가의에고하지도로한사어은기자리나시대해인들서일수아라전것정그보스상년과장니안구주여경원신제부만오유선생소동적성방무문' +
    '연공트진조국용우려회비마세미중드야계장관을위르와없있었였했학개면게물습되간단할본말후분된심내실화당행업양결모산식',
};
const JAPANESE =
  '日一人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車' +
  '何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院' +
  '心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕' +
  '市県国府議記者性的最現定設成化対戦相法部合関実政治全表経内橋';
const KANA = /[\u3041-\u3096\u30A1-\u30FC]/u;
/** The signs of all of them, which say little, and no words. */
const SIGN = /[\u3000-\u303F\uFF00-\uFF60\p{P}]/u;

/** Cyrillic letters beside Latin ones are those with accents, capitals within words small ones, of another charset. */
const NOT_CYRILLIC = /[a-zA-Z]\p{scx=Cyrillic}|\p{scx=Cyrillic}[a-zA-Z]|\p{Ll}\p{Lu}/u;

/** The charsets in which short texts can be told. */
export const WELL_KNOWN_CHARSETS: readonly string[] = Object.keys(COMMON);

/** How many of the characters beyond ASCII are common ones, from 0 to 1. */
export function commonness(text: string, charset: string): number {
  const characters = Array.from(text.matchAll(/[^\u0000-\u007F]/gu), ([character]) => character);
  const words = characters.filter((character) => !SIGN.test(character));
  if (words.length === 0) return 0;
  const common = COMMON[charset] || JAPANESE;
  const isJapanese = common === JAPANESE;
  if (common === CYRILLIC && NOT_CYRILLIC.test(text)) return 0;
  // Half-width kana are what every other charset looks like in Shift_JIS; nobody writes them.
  if (words.some((character) => /[\uFF61-\uFF9F]/u.test(character))) return 0;
  const found = words.filter((character) => common.includes(character) || (isJapanese && KANA.test(character)));
  return found.length / words.length;
}
