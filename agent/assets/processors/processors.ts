import type { ProcessorName, RuleOf } from '../../config/rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { BuiltRun, Processor } from '../actions/processor.js'
import { checkFrameNames, isCsiGroup } from '../atlas/frame-names.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import { checkCcsuiInputs } from './ccsui-inputs.js'
import { checkCsiInputs } from './csi-inputs.js'

/** What can be checked at once is known at once; the rest is loaded when there is work for it. */
const processors: { [Name in ProcessorName]: Processor<Name> } = {
  atlas: {
    check: groups => [...checkFrameNames(groups), ...checkCsiInputs(groups)],
    build: async (group, context) =>
      isCsiGroup(group)
        ? await (await import('./csi-sheets.js')).buildCsiSheets(group, context)
        : await (await import('../atlas/build-atlas.js')).buildAtlas(group, context),
    after: async (built, { project }) => {
      await (await import('../references/built-frames.js')).checkBuiltFrames(built, project)
    }
  },
  image: {
    build: async (group, context) => await (await import('./image-processor.js')).buildImages(group, context)
  },
  ccsui: {
    check: checkCcsuiInputs,
    build: async (group, context) => await (await import('./ccsui-processor.js')).buildCcsui(group, context),
    after: checkReferences
  },
  'cocos-publish': {
    build: async (group, context) =>
      await (await import('./cocos-publish-processor.js')).buildCocosPublish(group, context),
    after: checkReferences
  },
  copy: {
    build: async (group, context) => await (await import('./copy-processor.js')).buildCopy(group, context)
  }
}

async function checkReferences (built: BuiltRun, context: BuildContext): Promise<void> {
  // What a csd names is known when it was exported.
  if (context.runner.isDryRun) return
  await (await import('../references/csd-references.js')).checkCsdReferences(built, context)
}

/** Errors of all groups that need no work to be seen. */
export function checkGroups (groups: readonly Group[]): Error[] {
  const names: ProcessorName[] = ['atlas', 'ccsui', 'cocos-publish', 'image', 'copy']
  return names.flatMap(name => checkWith(name, groups))
}

function checkWith<Name extends ProcessorName> (name: Name, groups: readonly Group[]): Error[] {
  return processors[name].check?.(groups.filter(isGroupOf(name))) ?? []
}

export async function buildGroup<Name extends ProcessorName> (
  group: Group<RuleOf<Name>>,
  context: BuildContext
): Promise<PlannedOutput[]> {
  return await processors[group.rule.processor].build(group, context)
}

/** Throws for what only all outputs together show: first what files name in vain, then what stands twice. */
export async function checkBuilt (built: BuiltRun, context: BuildContext): Promise<void> {
  const names: ProcessorName[] = ['ccsui', 'cocos-publish', 'atlas', 'image', 'copy']
  const checks = names.flatMap(name => built.groups.some(isGroupOf(name)) ? processors[name].after ?? [] : [])
  for (const check of new Set(checks)) await check(built, context)
}
