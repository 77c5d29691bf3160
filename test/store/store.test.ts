import { join } from 'node:path';
import { Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../support/publication.ts';
import { storeContract } from './contract.ts';

storeContract('SQLite', async (address = `sqlite:${join(temporaryFolder(), 'store.db')}`) => ({
  store: await Store.open(address),
  address,
}));
