import { parseEnvironment } from '../../config/target-file.js'
import { wordedLater } from '../../messages/message.js'
import {
  addEnvironment,
  editEnvironment,
  environmentIn,
  removeEnvironment
} from '../../release/change-environment.js'
import { checkDefinition } from '../../release/definition-check.js'
import { effectiveDefinition, originOf } from '../../release/definition.js'
import { defineCommand } from '../command.js'
import { changeHere } from './change-here.js'
import { edited, readJsonArgument } from './edit-values.js'
import { changeOptions, releaseOptions, withRelease } from './open-release.js'
import { outline } from '../document-outline.js'
import { heads, listed, revisionLine, say } from './show.js'
import { show, table } from '../terminal.js'

export const list = defineCommand({
  name: 'environment list',
  describe: 'command.environmentList',
  options: releaseOptions,
  run: async (context, options) =>
    await withRelease(context, options, async ({ store, definition }) => {
      const stored = await definition()
      const whole = effectiveDefinition(stored)
      checkDefinition(wordedLater('config.targetsOf', { project: store.project }), whole)
      const environments = Object.entries(whole.environments).map(([name, environment]) => ({
        name,
        ...environment,
        origin: originOf(stored.declared.environments, stored.environments, name),
        targets: whole.targets.filter(target => target.environment === name).map(({ id }) => id)
      }))
      return show(
        context,
        options.json,
        { project: store.project, environments },
        () =>
          environments.length === 0
            ? [say(context, 'environment.none', { project: store.project })]
            : table(
              context,
              heads(context, 'name', 'services', 'namespaces', 'targets', 'origin'),
              environments.map(({ name, services, targets, origin }) => [
                name,
                listed(context, Object.keys(services)),
                listed(context, [
                  ...new Set(Object.values(services).flatMap(({ namespace }) => namespace ?? []))
                ]),
                listed(context, targets),
                say(context, `release.origin.${origin}`)
              ])
            )
      )
    })
})

export const showOne = defineCommand({
  name: 'environment show',
  describe: 'command.environmentShow',
  positionals: ['NAME'],
  options: releaseOptions,
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async ({ store, definition }) => {
      const stored = await definition()
      const environment = environmentIn(store, stored, name)
      const history = (await store.history())
        .filter(({ subject, action }) => action.startsWith('environment') && subject === name)
        .slice(-10)
      const document = {
        name,
        ...environment,
        origin: originOf(stored.declared.environments, stored.environments, name),
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

export const add = defineCommand({
  name: 'environment add',
  describe: 'command.environmentAdd',
  positionals: ['NAME', 'JSON'],
  options: changeOptions,
  run: async (context, options, [name = '', text = '']) =>
    await changeHere(
      context,
      options,
      'environment add',
      async ({ store }, author) =>
        await addEnvironment(
          store,
          name,
          parseEnvironment('environment add', name, readJsonArgument('JSON', text)),
          author
        )
    )
})

export const edit = defineCommand({
  name: 'environment edit',
  describe: 'command.environmentEdit',
  positionals: ['NAME'],
  options: {
    ...changeOptions,
    set: { type: 'string', value: 'FIELD=VALUE', multiple: true, describe: 'option.setEnvironment' },
    unset: { type: 'string', value: 'FIELD', multiple: true, describe: 'option.unset' }
  },
  run: async (context, options, [name = '']) =>
    await changeHere(
      context,
      options,
      'environment edit',
      async ({ store }, author) =>
        await editEnvironment(store, name, environment =>
          parseEnvironment(
            'environment edit',
            name,
            edited(environment, options.set, options.unset)
          ), author)
    )
})

export const remove = defineCommand({
  name: 'environment remove',
  describe: 'command.environmentRemove',
  positionals: ['NAME'],
  options: changeOptions,
  run: async (context, options, [name = '']) =>
    await changeHere(
      context,
      options,
      'environment remove',
      async ({ store }, author) => await removeEnvironment(store, name, author)
    )
})
