import type { ParameterValue } from '../../config/parameter-schema.js'
import { PacklineError } from '../../errors.js'
import { namedRelease } from '../../release/named-release.js'
import { editRelease } from '../../release/edit-release.js'
import { moveTo } from '../../release/move-release.js'
import { targetStates } from '../../release/target-state.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import { jsonOrText } from './edit-values.js'
import { deliverHere } from './deliver-here.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { showRevision } from './show.js'

const target = { target: { type: 'string', value: 'ID', describe: 'option.target' } } as const

export const edit = defineCommand({
  name: 'release edit',
  describe: 'command.releaseEdit',
  positionals: ['RELEASE'],
  options: {
    ...changeOptions,
    notes: { type: 'string', value: 'TEXT', describe: 'option.notes' },
    changelog: { type: 'string', value: 'TEXT', describe: 'option.changelog' },
    param: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.releaseParameter' }
  },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const parameters = Object.fromEntries(options.param.map(each => {
        const [, parameter, value = ''] = /^([^=]+)=(.*)$/su.exec(each) ?? []
        if (parameter === undefined) {
          throw new PacklineError('USAGE_BAD_VALUE', {
            option: '--param',
            value: JSON.stringify(each),
            expected: 'NAME=VALUE'
          })
        }
        return [parameter, value === '' ? null : jsonOrText(value) as ParameterValue]
      }))
      const { notes, changelog } = options
      const edit = {
        parameters,
        ...notes === undefined ? {} : { notes },
        ...changelog === undefined ? {} : { changelog }
      }
      return showRevision(
        context,
        options.json,
        await editRelease(
          open.store,
          await namedRelease(open, name),
          edit,
          authorOf(context, 'release edit', options)
        )
      )
    })
})

export const move = defineCommand({
  name: 'release move',
  describe: 'command.releaseMove',
  positionals: ['RELEASE'],
  options: {
    ...changeOptions,
    ...target,
    state: { type: 'string', choices: targetStates, describe: 'option.state' }
  },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const target = required('release move', 'target', options.target)
      const state = required('release move', 'state', options.state)
      return showRevision(
        context,
        options.json,
        await moveTo(
          open.store,
          await namedRelease(open, name),
          target,
          state,
          { ...authorOf(context, 'release move', options), person: actingPerson({}) },
          deliverHere(context)
        )
      )
    })
})

export const submit = defineCommand({
  name: 'release submit',
  describe: 'command.releaseSubmit',
  positionals: ['RELEASE'],
  options: { ...changeOptions, ...target },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const target = required('release submit', 'target', options.target)
      return showRevision(
        context,
        options.json,
        await moveTo(
          open.store,
          await namedRelease(open, name),
          target,
          'in-review',
          authorOf(context, 'release submit', options),
          deliverHere(context)
        )
      )
    })
})
