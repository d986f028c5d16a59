// Runs TypeScript sources as they are, from any folder: node --import ./scripts/register.mjs
// FILE.ts
import { register } from 'node:module'

register('./typescript-hooks.mjs', import.meta.url)
