import { PacklineError } from '../../errors.js'
import { wordedLater } from '../../messages/message.js'
import { checkDefinition } from '../../release/definition-check.js'
import { effectiveDefinition } from '../../release/definition.js'
import { resolveDocument } from '../../release/resolve-document.js'
import type { Current } from '../../release/resolve-document.js'
import { createResolver } from '../../release/resolver.js'
import type { ResolveContext } from '../../release/resolver.js'
import { defineCommand } from '../command.js'
import { momentOf, readJsonArgument } from './edit-values.js'
import { releaseOptions, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { outline } from '../document-outline.js'
import { say } from './show.js'
import { show } from '../terminal.js'
import { phrase } from '../../messages/phrase.js'

export const resolveCommand = defineCommand({
  name: 'release resolve',
  describe: 'command.releaseResolve',
  options: {
    ...releaseOptions,
    context: { type: 'string', value: 'JSON', describe: 'option.context' },
    at: { type: 'string', value: 'TIME', describe: 'option.resolveAt' },
    explain: { type: 'boolean', describe: 'option.resolveExplain' }
  },
  run: async (context, options) =>
    await withRelease(context, options, async ({ store, definition }) => {
      const client = clientOf(required('release resolve', 'context', options.context))
      const now = momentOf('--at', options.at)
      const { revision, value: [stored, current] } = await store.readTogether(async () =>
        await Promise.all([definition(), store.list<Current>('current')])
      )
      const whole = effectiveDefinition(stored)
      checkDefinition(wordedLater('config.targetsOf', { project: store.project }), whole)
      const resolver = createResolver(resolveDocument(store.project, revision, whole, current))
      const answer = resolver.resolve(client, now)
      const asked = options.explain ? { asked: resolver.explain(client, now) } : {}
      return show(context, options.json, { ...answer, ...asked }, () => [
        ...(asked.asked ?? []).map(({ target, refusal }) =>
          say(context, refusal === null ? 'resolve.taken' : 'resolve.passed', {
            target,
            refusal: refusal ?? ''
          })
        ),
        ...outline(answer)
      ])
    })
})

/** A field of another type than it should be matches no rule, as for the service. */
function clientOf (text: string): ResolveContext {
  const client = readJsonArgument('--context', text)
  if (typeof client !== 'object' || client === null || Array.isArray(client)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--context',
      value: JSON.stringify(client),
      expected: phrase('expected.client', { client: '{"platform":"ios","version":"1.3.0","build":42}' })
    })
  }
  return client
}
