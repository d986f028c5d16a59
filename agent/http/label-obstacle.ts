import { join } from 'node:path'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import { PacklineError } from '../errors.js'
import type { Machine, MachineRecord } from '../farm/farm-machine.js'

const kindsWithLabels = ['package', 'hotupdate', 'publish', 'upload', 'symbols', 'store-rollout', 'image']

interface Job {
  kind: string
  workspace: string
  parameters: Readonly<Record<string, unknown>>
}

/**
 * Why a machine without the labels that a project names is no place for jobs about its packages or images;
 * tells those that have them. A plan needs none, nor does what Jenkins takes to a node of its own.
 */
export async function labelObstacle (
  { kind, workspace, parameters: { dryRun, jenkins, images } }: Job,
  { labels }: Pick<MachineRecord, 'labels'>,
  machines: () => Promise<Machine[]>
): Promise<PacklineError | undefined> {
  if (!kindsWithLabels.includes(kind) || dryRun === true || jenkins === true) return undefined
  const needed = await labelsOf(kind, workspace, images)
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
async function labelsOf (kind: string, workspace: string, images: unknown): Promise<readonly string[]> {
  const file = join(workspace, projectFileName)
  try {
    const project = parseProjectFile(file, await readProjectFile(file))
    if (kind !== 'image') return project.packages.labels
    const isMeant = (name: string): boolean =>
      !Array.isArray(images) || images.length === 0 || images.includes(name)
    return Object.entries(project.images).flatMap(([name, { nodeLabels }]) => isMeant(name) ? nodeLabels : [])
  } catch {
    return []
  }
}
