import { join } from 'node:path'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import { PacklineError } from '../errors.js'
import type { Machine, MachineRecord } from '../farm/farm-machine.js'

const kindsWithLabels = ['package', 'hotupdate', 'publish', 'upload', 'symbols', 'store-rollout']

interface Job {
  kind: string
  workspace: string
  parameters: Readonly<Record<string, unknown>>
}

/**
 * Why a machine without the labels that a project names is no place for jobs about its packages; tells those
 * that have them. A plan needs none, nor does what Jenkins takes to a node of its own.
 */
export async function labelObstacle (
  { kind, workspace, parameters: { dryRun, jenkins } }: Job,
  { labels }: Pick<MachineRecord, 'labels'>,
  machines: () => Promise<Machine[]>
): Promise<PacklineError | undefined> {
  if (!kindsWithLabels.includes(kind) || dryRun === true || jenkins === true) return undefined
  const needed = await labelsOf(workspace)
  const missing = needed.filter(label => !labels.includes(label))
  if (missing.length === 0) return undefined
  const others = (await machines())
    .filter(({ isAlive, record }) => isAlive && needed.every(label => record.labels.includes(label)))
    .map(({ record: { device, address } }) => address === null ? device : `${device} (${address})`)
  return new PacklineError('JOB_LABELS_MISSING', {
    labels: missing.join(', '),
    machines: others.join(', ') || '–'
  })
}

/** None for a project file that the work will refuse: that is the same on every machine. */
async function labelsOf (workspace: string): Promise<readonly string[]> {
  const file = join(workspace, projectFileName)
  try {
    return parseProjectFile(file, await readProjectFile(file)).packages.labels
  } catch {
    return []
  }
}
