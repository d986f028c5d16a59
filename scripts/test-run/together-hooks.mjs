// A test file that runs together with others imports the subtest that stands for it in place of tap's root.
const root = 'packline-test-root:'
const turn = new URL('turn.ts', import.meta.url).href

export const resolve = async (specifier, context, next) =>
  specifier === 'tap' && /\.test\.ts$/.test(context.parentURL ?? '')
    ? { url: `${root}${context.parentURL}`, format: 'module', shortCircuit: true }
    : await next(specifier, context)

export const load = async (url, context, next) =>
  url.startsWith(root)
    ? {
      format: 'module',
      source: `import { turn } from '${turn}'\nexport default turn()\n`,
      shortCircuit: true
    }
    : await next(url, context)
