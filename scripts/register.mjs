// Runs TypeScript sources as they are, from any folder: node --enable-source-maps --import ./scripts/register.mjs FILE.ts
import { register } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

process.env.TS_NODE_PROJECT ??= join(import.meta.dirname, '..', 'tsconfig.json')
register('ts-node/esm/transpile-only', pathToFileURL(import.meta.filename))
