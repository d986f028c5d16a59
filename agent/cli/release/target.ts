import type { Target } from '../../config/target-schema.js'
import { parseTarget } from '../../config/target-file.js'
import {
  addTarget,
  applyProjectFile,
  editTarget,
  pausedRollout,
  removeTarget,
  resumedRollout,
  targetIn
} from '../../release/change-definition.js'
import { checkDefinition } from '../../release/definition-check.js'
import { effectiveDefinition } from '../../release/definition.js'
import type { Current } from '../../release/resolve-document.js'
import { withRollout } from '../../release/rollout-change.js'
import { targetRow, targetRows } from '../../release/target-rows.js'
import { PacklineError } from '../../errors.js'
import { wordedLater } from '../../messages/message.js'
import type { Worded } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { changeHere } from './change-here.js'
import type { ChangeOptions } from './change-here.js'
import { edited, momentOf, parsePercent, readJsonArgument } from './edit-values.js'
import { authorOf, changeOptions, releaseOptions, withRelease } from './open-release.js'
import { outline } from '../document-outline.js'
import { heads, revisionLine, say, showRevision } from './show.js'
import { show, table } from '../terminal.js'

const force = { force: { type: 'boolean', describe: 'option.force' } } as const
const where = (game: string): Worded => wordedLater('config.targetsOf', { project: game })

export const list = defineCommand({
  name: 'target list',
  describe: 'command.targetList',
  options: releaseOptions,
  run: async (context, options) =>
    await withRelease(context, options, async ({ store, definition }) => {
      const { value: [stored, current] } = await store.readTogether(async () =>
        await Promise.all([definition(), store.list<Current>('current')])
      )
      checkDefinition(where(store.project), effectiveDefinition(stored))
      const targets = targetRows(stored, current, Date.now())
      return show(context, options.json, { project: store.project, targets }, () =>
        targets.length === 0
          ? [say(context, 'target.none', { project: store.project })]
          : table(
            context,
            heads(context, 'id', 'kind', 'environment', 'priority', 'share', 'holds', 'hotUpdate', 'origin'),
            targets.map((
              { id, kind, environment, priority, share, current, origin }
            ) => [
              id,
              kind,
              environment,
              String(priority),
              share === null ? '' : `${share / 100} %`,
              current?.release
                ? `${current.release.version}-${current.release.build} ${current.release.state}`
                : '',
              current?.hotUpdate ?? '',
              say(context, `release.origin.${origin}`)
            ])
          ))
    })
})

export const showOne = defineCommand({
  name: 'target show',
  describe: 'command.targetShow',
  positionals: ['ID'],
  options: releaseOptions,
  run: async (context, options, [id = '']) =>
    await withRelease(context, options, async ({ store, definition }) => {
      const stored = await definition()
      const target = targetIn(store, stored, id)
      const history = (await store.history())
        .filter(({ subject, action }) =>
          action.startsWith('target') ? subject === id : subject.split(/ → | /).includes(id)
        )
        .slice(-10)
      const document = {
        ...targetRow(stored, target, await store.read<Current>(`current/${id}`), Date.now()),
        history
      }
      return show(
        context,
        options.json,
        document,
        () => [
          ...outline({ ...document, history: undefined }),
          ...history.map(each => revisionLine(context, each))
        ]
      )
    })
})

export const apply = defineCommand({
  name: 'target apply',
  describe: 'command.targetApply',
  options: { ...changeOptions, ...force },
  run: async (context, options) =>
    await withRelease(context, options, async ({ store, file, uses }) => {
      if (file === undefined) {
        throw new PacklineError('USAGE_MISSING_ARGUMENT', {
          command: 'target apply',
          argument: '--project DIR'
        })
      }
      return showRevision(
        context,
        options.json,
        await applyProjectFile(store, file, authorOf(context, 'target apply', options), {
          isForced: options.force,
          uses
        })
      )
    })
})

export const add = defineCommand({
  name: 'target add',
  describe: 'command.targetAdd',
  positionals: ['JSON'],
  options: changeOptions,
  run: async (context, options, [text = '']) =>
    await changeHere(
      context,
      options,
      'target add',
      async ({ store }, author) =>
        await addTarget(store, parseTarget('target add', readJsonArgument('JSON', text)), author)
    )
})

export const edit = defineCommand({
  name: 'target edit',
  describe: 'command.targetEdit',
  positionals: ['ID'],
  options: {
    ...changeOptions,
    ...force,
    set: { type: 'string', value: 'FIELD=VALUE', multiple: true, describe: 'option.set' },
    unset: { type: 'string', value: 'FIELD', multiple: true, describe: 'option.unset' }
  },
  run: async (context, options, [id = '']) =>
    await changeOne(
      context,
      options,
      'target edit',
      id,
      target => parseTarget('target edit', edited(target, options.set, options.unset)),
      options.force
    )
})

export const remove = defineCommand({
  name: 'target remove',
  describe: 'command.targetRemove',
  positionals: ['ID'],
  options: changeOptions,
  run: async (context, options, [id = '']) =>
    await changeHere(
      context,
      options,
      'target remove',
      async ({ store }, author) => await removeTarget(store, id, author)
    )
})

export const rollout = defineCommand({
  name: 'target rollout',
  describe: 'command.targetRollout',
  positionals: ['ID'],
  options: {
    ...changeOptions,
    ...force,
    percent: { type: 'string', value: 'N.NN', describe: 'option.percent' },
    at: { type: 'string', value: 'TIME', describe: 'option.rolloutAt' },
    salt: { type: 'string', value: 'TEXT', describe: 'option.salt' },
    end: { type: 'boolean', describe: 'option.rolloutEnd' }
  },
  run: async (context, options, [id = '']) => {
    if (options.end === (options.percent !== undefined)) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'target rollout',
        argument: '--percent N.NN | --end'
      })
    }
    const share = options.percent === undefined ? 0 : parsePercent(options.percent)
    const at = options.at === undefined ? undefined : new Date(momentOf('--at', options.at)).toISOString()
    const { salt } = options
    return await changeOne(context, options, 'target rollout', id, target => {
      const { rollout: _, ...rest } = target
      if (options.end) return rest
      return withRollout(target, at === undefined ? { share, salt } : { step: { at, share }, salt })
    }, options.force)
  }
})

export const pause = rolloutCommand(
  'target pause',
  'command.targetPause',
  (target, at) =>
    target.rollout === undefined ? target : { ...target, rollout: pausedRollout(target.rollout, at) }
)
export const resume = rolloutCommand(
  'target resume',
  'command.targetResume',
  (target, at) =>
    target.rollout === undefined ? target : { ...target, rollout: resumedRollout(target.rollout, at) }
)

function rolloutCommand (
  name: string,
  describe: 'command.targetPause' | 'command.targetResume',
  work: (target: Target, at: string) => Target
) {
  return defineCommand({
    name,
    describe,
    positionals: ['ID'],
    options: changeOptions,
    run: async (context, options, [id = '']) => await changeOne(context, options, name, id, work)
  })
}

async function changeOne (
  context: CommandContext,
  options: ChangeOptions,
  command: string,
  id: string,
  work: (target: Target, at: string) => Target,
  isForced = false
): Promise<number> {
  return await changeHere(
    context,
    options,
    command,
    async ({ store }, author) =>
      await editTarget(store, id, (target, { moment }) => work(target, moment.at), author, {
        action: command,
        isForced
      })
  )
}
