#!/usr/bin/env node
// Where a process begins. What is compiled is kept for the next start, which then takes half the time; a folder that
// cannot be written to costs nothing but that.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Threads and further processes take it from the environment. Not among the files of all users, which is Node's own choice:
// what lies there is run.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/tagwire', import.meta.url));
enableCompileCache(process.env.NODE_COMPILE_CACHE);
// What stands in an import is compiled before anything is run.
await import('./command-line.ts');
