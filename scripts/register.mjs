// Runs TypeScript sources as they are: node --enable-source-maps --import ./scripts/register.mjs FILE.ts
import { register } from 'node:module'
import { pathToFileURL } from 'node:url'

register('ts-node/esm/transpile-only', pathToFileURL(import.meta.filename))
