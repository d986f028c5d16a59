import type { PublishResult } from '../outputs/output-publisher.js'
import type { DesiredFile } from '../outputs/tree-changes.js'
import type { RunResources } from './run-resources.js'

export async function publishRun (
  desired: readonly DesiredFile[],
  { run: { project }, settings, store, publishChecks, keptFiles, context }: RunResources
): Promise<PublishResult> {
  const [{ OutputPublisher }, { WrittenFiles }, { checkKeptFiles, keepFiles }] = await Promise.all([
    import('../outputs/output-publisher.js'),
    import('../../files/written-files.js'),
    import('./kept-files.js')
  ])
  const written = new WrittenFiles(settings.home)
  const publisher = new OutputPublisher({
    output: project.output,
    store,
    written,
    hardLinks: project.file.assets.hardLinks,
    desired,
    roots: project.file.assets.rules.map(rule => fixedRoot(rule.output)),
    beforeCommit: async () => {
      settings.signal.throwIfAborted()
      checkKeptFiles(project.root, keptFiles, written)
      for (const check of publishChecks) await check()
    },
    warn: context.warn
  })
  const result = await publisher.publish()
  await keepFiles(project.root, keptFiles, written)
  return result
}

/** What a run would remove; of a rule with results that are not known, neither are the outputs. */
export function removedByRun (
  desired: readonly DesiredFile[],
  { runner, published }: RunResources
): string[] {
  const paths = new Set(desired.map(file => file.path))
  const isKnown = (rule: string): boolean => !runner.unknownRules.has(rule)
  return published.filter(file => !paths.has(file.path) && isKnown(file.rule)).map(file => file.path)
}

/**
 * The part of a rule's output before the first placeholder: the folder that only its kind of output changes.
 */
function fixedRoot (output: string | undefined): string {
  if (output === undefined) return ''
  const fixed = output.includes('{') ? output.slice(0, output.indexOf('{')) : `${output}/`
  return fixed.slice(0, Math.max(0, fixed.lastIndexOf('/')))
}
