import { flip } from '../../release/flip.js'
import type { FlipOutcome } from '../../release/flip-plan.js'
import { undoFlip } from '../../release/undo-flip.js'
import { approveFlip, withdrawFlipApproval } from '../../release/flip-review.js'
import { approveMove, withdrawMoveApproval } from '../../release/move-release.js'
import { namedRelease } from '../../release/named-release.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { deliverHere } from './deliver-here.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { say, showRevision } from './show.js'
import { show } from '../terminal.js'

const dryRun = { 'dry-run': { type: 'boolean', describe: 'option.dryRun' } } as const

export const flipCommand = defineCommand({
  name: 'release flip',
  describe: 'command.releaseFlip',
  options: {
    ...changeOptions,
    ...dryRun,
    from: { type: 'string', value: 'TARGET', describe: 'option.flipFrom' },
    to: { type: 'string', value: 'TARGET', describe: 'option.flipTo' }
  },
  run: async (context, options) =>
    await withRelease(context, options, async ({ store }) => {
      const from = required('release flip', 'from', options.from)
      const to = required('release flip', 'to', options.to)
      const outcome = await flip(store, {
        ...authorOf(context, 'release flip', options),
        person: actingPerson({}),
        from,
        to,
        isDryRun: options['dry-run']
      }, deliverHere(context))
      return show(context, options.json, outcome, () => flipLines(context, outcome))
    })
})

export const approveCommand = defineCommand({
  name: 'release approve',
  describe: 'command.releaseApprove',
  positionals: ['[RELEASE]'],
  options: {
    ...changeOptions,
    from: { type: 'string', value: 'TARGET', describe: 'option.flipFrom' },
    to: { type: 'string', value: 'TARGET', describe: 'option.flipTo' },
    withdraw: { type: 'boolean', describe: 'option.withdrawApproval' }
  },
  run: async (context, options, [name]) =>
    await withRelease(context, options, async open => {
      const to = required('release approve', 'to', options.to)
      // Whom the build names is not proved: two builds of one user are one person.
      const author = { ...authorOf(context, 'release approve', options), person: actingPerson({}) }
      const [flips, moves] = options.withdraw
        ? [withdrawFlipApproval, withdrawMoveApproval]
        : [approveFlip, approveMove]
      const revision = name === undefined
        ? await flips(open.store, required('release approve', 'from', options.from), to, author)
        : await moves(open.store, await namedRelease(open, name), to, author)
      return showRevision(context, options.json, revision)
    })
})

export const undoCommand = defineCommand({
  name: 'release undo',
  describe: 'command.releaseUndo',
  options: {
    ...changeOptions,
    ...dryRun,
    revision: { type: 'integer', value: 'N', minimum: 1, describe: 'option.revision' }
  },
  run: async (context, options) =>
    await withRelease(context, options, async ({ store }) => {
      const { revision } = options
      const outcome = await undoFlip(store, {
        ...authorOf(context, 'release undo', options),
        isDryRun: options['dry-run'],
        ...revision === undefined ? {} : { revision }
      }, deliverHere(context))
      return show(
        context,
        options.json,
        outcome,
        () => [
          ...flipLines(context, outcome),
          ...outcome.hotUpdateGoesDown ? [say(context, 'release.hotUpdateDown')] : []
        ]
      )
    })
})

function flipLines (context: CommandContext, { before, after, revision }: FlipOutcome): string[] {
  const held = (content: FlipOutcome['before'][string] | undefined): string =>
    content?.release ? `${content.release.version}-${content.release.build} ${content.release.state}` : '–'
  return [
    ...Object.keys(after).map(target =>
      say(context, 'list.pair', { name: target, value: `${held(before[target])} → ${held(after[target])}` })
    ),
    revision === null ? say(context, 'release.dryRun') : say(context, 'release.flipped', { revision })
  ]
}
