import type { ParameterValue } from '../../config/parameter-schema.js'
import { parseTarget } from '../../config/target-file.js'
import { editTarget, setParameter, targetIn } from '../../release/change-definition.js'
import { effectiveParameters } from '../../release/definition.js'
import { agoText } from '../../messages/durations.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { changeHere } from './change-here.js'
import type { ChangeOptions } from './change-here.js'
import { edited, jsonOrText } from './edit-values.js'
import { changeOptions, releaseOptions, withRelease } from './open-release.js'
import { heads, say, short } from './show.js'
import { show, table } from '../terminal.js'

const target = { target: { type: 'string', value: 'ID', describe: 'option.parameterTarget' } } as const

export const list = defineCommand({
  name: 'params list',
  describe: 'command.paramsList',
  options: {
    ...releaseOptions,
    ...target,
    stage: { type: 'string', choices: ['ci', 'cd'], describe: 'option.parameterStage' }
  },
  run: async (context, options) =>
    await withRelease(context, options, async ({ store, definition }) => {
      const stored = await definition()
      const isWanted = ({ stage }: { stage: string }): boolean =>
        options.stage === undefined || stage === 'both' || stage === options.stage
      const parameters = effectiveParameters(
        stored,
        options.target === undefined
          ? undefined
          : targetIn(store, stored, options.target)
      )
        .filter(isWanted)
      const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]))
      return show(
        context,
        options.json,
        { project: store.project, parameters, values },
        () =>
          parameters
              .length === 0
            ? [say(context, 'params.none')]
            : table(
              context,
              heads(context, 'name', 'type', 'stage', 'value', 'default', 'setBy', 'description'),
              parameters.map((
                { name, type, stage, value, default: fallback, origin, set, description }
              ) => [
                name,
                say(context, `params.type.${type}`),
                say(context, `params.stage.${stage}`),
                short(value),
                short(fallback),
                origin === 'operator' && set !== undefined
                  ? say(context, 'list.pair', {
                    name: `${set.by} ${agoText(context.locale, set.at, Date.now())}`,
                    value: set.why
                  })
                  : say(context, `params.origin.${origin}`),
                description
              ])
            )
      )
    })
})

export const set = defineCommand({
  name: 'params set',
  describe: 'command.paramsSet',
  positionals: ['NAME', 'VALUE'],
  options: { ...changeOptions, ...target },
  run: async (context, options, [name = '', text = '']) =>
    await change(context, options, 'params set', name, text)
})

export const unset = defineCommand({
  name: 'params unset',
  describe: 'command.paramsUnset',
  positionals: ['NAME'],
  options: { ...changeOptions, ...target },
  run: async (context, options, [name = '']) =>
    await change(context, options, 'params unset', name, undefined)
})

async function change (
  context: CommandContext,
  options: ChangeOptions & { target: string | undefined },
  command: string,
  name: string,
  text: string | undefined
): Promise<number> {
  return await changeHere(context, options, command, async ({ store, definition }, author) => {
    // A text parameter may be "12" or "true": its type decides what is meant.
    const isText = ['string', 'choice'].includes((await definition()).declared.parameters[name]?.type ?? '')
    const value = text === undefined || isText ? text : jsonOrText(text) as ParameterValue
    if (options.target === undefined) return await setParameter(store, name, value, author)
    const field = `parameters.${name}`
    const [set, unset] = value === undefined ? [[], [field]] : [[`${field}=${JSON.stringify(value)}`], []]
    return await editTarget(
      store,
      options.target,
      target => parseTarget(command, edited(target, set, unset)),
      author,
      { action: command }
    )
  })
}
