import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { BuiltOutput } from '../actions/planned-output.js'
import type { DesiredFile } from '../outputs/tree-changes.js'
import { readSource } from '../sources/read-source.js'
import type { SourceFile } from '../sources/source-file.js'
import type { RunResources } from './run-resources.js'

/** What has to be published: what was built, and the outputs of rules that this run leaves alone. */
export function desiredFiles (
  built: readonly BuiltOutput[],
  { run, published, settings: { only } }: RunResources
): DesiredFile[] {
  const knownMd5 = new Map(published.map(file => [file.sha256, file.md5]))
  const { root } = run.project
  const md5Of = (source: SourceFile): string =>
    knownMd5.get(source.sha256) ??
      createHash('md5').update(run.scanned.bytes.get(source.path) ?? readSource(root, source)).digest('hex')
  const kept = only === undefined ? [] : published.filter(file => file.rule !== only)
  return [...kept, ...built.map(each => toDesired(each, root, md5Of))]
}

function toDesired (
  { group, output }: BuiltOutput,
  root: string,
  md5Of: (source: SourceFile) => string
): DesiredFile {
  const { path } = output
  const rule = group.rule.name
  if ('blob' in output) return { path, rule, ...output.blob }
  const { source } = output
  const { sha256, size } = source
  return { path, rule, sha256, md5: md5Of(source), size, copyFrom: join(root, source.path) }
}
