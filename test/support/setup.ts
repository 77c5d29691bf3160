// Random tests draw from one seed, so that a run can be repeated; FC_SEED=… draws others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_260_625) });
