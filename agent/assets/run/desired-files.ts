import { join } from 'node:path'
import type { BuiltOutput } from '../actions/planned-output.js'
import type { DesiredFile } from '../outputs/tree-changes.js'
import type { RunResources } from './run-resources.js'

/** What has to be published: what was built, and the outputs of rules that this run leaves alone. */
export function desiredFiles (
  built: readonly BuiltOutput[],
  { run, published, settings: { only } }: RunResources
): DesiredFile[] {
  const kept = only === undefined ? [] : published.filter(file => file.rule !== only)
  return [...kept, ...built.map(each => toDesired(each, run.project.root))]
}

function toDesired ({ group, output }: BuiltOutput, root: string): DesiredFile {
  const { path } = output
  const rule = group.rule.name
  if ('blob' in output) {
    const { sha256, size } = output.blob
    return { path, rule, sha256, size }
  }
  const { source } = output
  const { sha256, size } = source
  return { path, rule, sha256, size, copyFrom: join(root, source.path) }
}
