import { join } from 'node:path'
import { writeFileAtomic } from '../../files/atomic-file.js'
import { digestOfFile, sha256Of } from '../../files/file-digest.js'
import type { PublishResult } from '../outputs/output-publisher.js'
import type { DesiredFile } from '../outputs/tree-changes.js'
import type { RunResources } from './run-resources.js'

export async function publishRun (
  desired: readonly DesiredFile[],
  { run: { project }, settings, store, publishChecks, context }: RunResources
): Promise<PublishResult> {
  const { OutputPublisher } = await import('../outputs/output-publisher.js')
  const publisher = new OutputPublisher({
    output: project.output,
    store,
    hardLinks: project.file.assets.hardLinks,
    desired,
    roots: project.file.assets.rules.map(rule => fixedRoot(rule.output)),
    beforeCommit: async () => {
      settings.signal.throwIfAborted()
      for (const check of publishChecks) await check()
    },
    warn: context.warn
  })
  return await publisher.publish()
}

/** What a run would remove; of a rule with actions that did not run, the outputs are not known. */
export function removedByRun (
  desired: readonly DesiredFile[],
  { runner, published }: RunResources
): string[] {
  const missing = runner.outcomes.filter(({ state }) => state === 'missing')
  const unknown = new Set(missing.map(({ rule }) => rule))
  const paths = new Set(desired.map(file => file.path))
  return published.filter(file => !paths.has(file.path) && !unknown.has(file.rule)).map(file => file.path)
}

/** Writes what processors want to keep in the project, where it is not there yet. */
export async function keepFiles ({ run: { project }, keptFiles }: RunResources): Promise<void> {
  for (const [path, bytes] of keptFiles) {
    const target = join(project.root, path)
    if (digestOfFile(target) !== sha256Of(bytes)) await writeFileAtomic(target, bytes)
  }
}

/**
 * The part of a rule's output before the first placeholder: the folder that only its kind of output changes.
 */
function fixedRoot (output: string | undefined): string {
  if (output === undefined) return ''
  const fixed = output.includes('{') ? output.slice(0, output.indexOf('{')) : `${output}/`
  return fixed.slice(0, Math.max(0, fixed.lastIndexOf('/')))
}
