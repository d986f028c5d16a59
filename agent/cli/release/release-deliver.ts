import { namedRelease } from '../../release/named-release.js'
import { deliveryStatus, forgetPublisher, repairDelivery } from '../../release/delivery-status.js'
import type { PublisherStatus } from '../../release/delivery-status.js'
import { deliverHotUpdate, endLine } from '../../release/move-release.js'
import { differenceWords } from '../../release/publish/shown-target.js'
import { parseVersion } from '../../release/game-version.js'
import { PacklineError } from '../../errors.js'
import { deedText } from '../../messages/deed-key.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { deliverHere, deliveryPorts } from './deliver-here.js'
import { authorOf, changeOptions, releaseOptions, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { listed, say, showRevision } from './show.js'
import { show } from '../terminal.js'

const target = { target: { type: 'string', value: 'ID', describe: 'option.target' } } as const

export const deliver = defineCommand({
  name: 'release deliver',
  describe: 'command.releaseDeliver',
  positionals: ['RELEASE'],
  options: { ...changeOptions, ...target },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const id = required('release deliver', 'target', options.target)
      const author = authorOf(context, 'release deliver', options)
      const release = await namedRelease(open, name)
      const revision = await deliverHotUpdate(open.store, release, id, author, deliverHere(context))
      return showRevision(context, options.json, revision)
    })
})

export const endLineCommand = defineCommand({
  name: 'release end-line',
  describe: 'command.releaseEndLine',
  positionals: ['NATIVE'],
  options: {
    ...changeOptions,
    ...target,
    reopen: { type: 'boolean', describe: 'option.reopen' }
  },
  run: async (context, options, [native = '']) =>
    await withRelease(context, options, async ({ store }) => {
      const id = required('release end-line', 'target', options.target)
      if (parseVersion(native) === undefined) {
        throw new PacklineError('RELEASE_VERSION_INVALID', { version: native })
      }
      const author = authorOf(context, 'release end-line', options)
      const revision = await endLine(store, native, id, !options.reopen, author, deliverHere(context))
      return showRevision(context, options.json, revision)
    })
})

/** Ends with 1 when something is served that is not recorded: a monitor needs no more. */
export const status = defineCommand({
  name: 'release status',
  describe: 'command.releaseStatus',
  options: releaseOptions,
  run: async (context, options) =>
    await withRelease(context, options, async ({ store }) => {
      const found = await deliveryStatus(store, deliveryPorts(context))
      const { pending, publishers, project } = found
      show(context, options.json, found, () => [
        ...pending === null ? [] : [
          say(context, 'release.pending', { why: pending.why, deed: deedText(context.locale, pending) })
        ],
        ...publishers.length === 0 ? [say(context, 'release.noPublisher', { project })] : [],
        ...publishers.flatMap(each => publisherLines(context, each))
      ])
      return pending === null && publishers.every(({ state }) => state === 'same' || state === 'unknown')
        ? 0
        : 1
    })
})

export const repair = defineCommand({
  name: 'release repair',
  describe: 'command.releaseRepair',
  options: changeOptions,
  run: async (context, options) =>
    await withRelease(context, options, async ({ store }) => {
      const author = authorOf(context, 'release repair', options)
      return showRevision(
        context,
        options.json,
        await repairDelivery(store, author, deliveryPorts(context))
      )
    })
})

export const forget = defineCommand({
  name: 'release forget',
  describe: 'command.releaseForget',
  positionals: ['PLACE'],
  options: changeOptions,
  run: async (context, options, [place = '']) =>
    await withRelease(context, options, async ({ store }) =>
      showRevision(
        context,
        options.json,
        await forgetPublisher(store, place, authorOf(context, 'release forget', options))
      ))
})

function publisherLines (
  context: CommandContext,
  { place, state, targets, differences, reason }: PublisherStatus
): string[] {
  const words = { place, targets: listed(context, targets), reason: reason ?? '' }
  return [
    say(context, `release.publisher.${state}`, words),
    ...differences.map(each => say(context, 'release.difference', differenceWords(each)))
  ]
}
