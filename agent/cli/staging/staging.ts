import { changesOf } from '../../staging/apply-environment.js'
import { Environments } from '../../staging/environments.js'
import { titleOf } from '../../staging/kubernetes-object.js'
import { defineCommand } from '../command.js'
import { say } from '../release/show.js'
import { printLines, show, warnLine } from '../terminal.js'
import { imageOption, openStaging, renderOpen, stagingOptions } from './open-staging.js'

export const plan = defineCommand({
  name: 'staging plan',
  describe: 'command.stagingPlan',
  positionals: ['NAME'],
  options: {
    ...imageOption,
    force: { type: 'boolean', describe: 'option.stagingForce' },
    ...stagingOptions
  },
  run: async (context, { json, force, ...options }, [name = '']) => {
    const open = await openStaging(context, { ...options, name })
    const { cluster, project } = open
    const environments = new Environments(cluster)
    const namespace = environments.namespaceOf(project, name)
    const rendered = await renderOpen(context, open, namespace)
    const isNew = await environments.find(project, name) === undefined
    const changes = isNew ? undefined : await changesOf(cluster, rendered, { force })
    for (const warning of changes?.warnings ?? []) warnLine(context, warning)
    const objects = rendered.objects.map(titleOf)
    const { diff = '', removed = [] } = changes ?? {}
    const document = { name, namespace, cluster: cluster.name, isNew, objects, diff, removed }
    return show(context, json, document, () => {
      if (isNew) {
        const words = { namespace, cluster: cluster.name, count: objects.length }
        return [
          say(context, 'staging.isNew', words),
          ...objects.map(object => `  ${object}`),
          ...cluster.config.schemas === undefined ? [say(context, 'staging.unchecked')] : []
        ]
      }
      if (diff === '' && removed.length === 0) {
        return [say(context, 'staging.same', { namespace, cluster: cluster.name })]
      }
      return [
        ...diff.trimEnd().split('\n'),
        ...removed.map(object => say(context, 'staging.removes', { object }))
      ]
    })
  }
})

export const render = defineCommand({
  name: 'staging render',
  describe: 'command.stagingRender',
  positionals: ['NAME'],
  options: { ...imageOption, ...stagingOptions },
  run: async (context, { json, ...options }, [name = '']) => {
    const open = await openStaging(context, { ...options, name })
    const namespace = new Environments(open.cluster).namespaceOf(open.project, name)
    const { objects, files } = await renderOpen(context, open, namespace)
    if (json) return show(context, true, { name, namespace, objects, files }, () => [])
    const { stringify } = await import('yaml')
    printLines(
      context,
      objects.flatMap((object, index) => [
        ...index === 0 ? [] : ['---'],
        ...stringify(object, { version: '1.1', lineWidth: 0 }).trimEnd().split('\n')
      ])
    )
    return 0
  }
})
