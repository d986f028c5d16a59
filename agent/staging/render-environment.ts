import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { StagingCluster } from '../config/staging-clusters-schema.js'
import type { Staging } from '../config/staging-schema.js'
import { configInvalid } from '../config/validate.js'
import type { PacklineError } from '../errors.js'
import type { Environment } from '../processes/process-group.js'
import { checkBaseFolder } from './base-folder.js'
import { checkManifests } from './check-manifests.js'
import type { CheckedManifests } from './check-manifests.js'
import { kubectlHere } from './cluster.js'
import { reasonIn } from './kubectl-failure.js'
import { isManifest } from './kubernetes-object.js'
import { environmentLabel, overlayOf } from './overlay.js'
import { baseInvalid } from './place-in-project.js'
import { renderCharts } from './render-charts.js'

export interface RenderOptions {
  /** The project's folder and its file. */
  folder: string
  where: string
  staging: Staging
  cluster: Pick<StagingCluster, 'kinds'>
  namespace: string
  home: string
  environment: Environment
  signal: AbortSignal
}

export interface RenderedEnvironment extends CheckedManifests {
  namespace: string
}

/**
 * The objects of an environment: a kustomize overlay over base and charts, built by kubectl, checked, and
 * read from YAML by kubectl too, so that what was checked is what is applied. Throws STAGING_BASE_INVALID,
 * STAGING_REFUSED, CONFIG_INVALID.
 */
export async function renderEnvironment (options: RenderOptions): Promise<RenderedEnvironment> {
  const { folder, where, staging, cluster, namespace, home } = options
  const root = await realpath(folder)
  if (staging.base !== undefined) await checkBaseFolder(folder, staging.base)
  const base = staging.base === undefined ? undefined : await realpath(join(root, staging.base))
  await mkdir(join(home, 'staging'), { recursive: true, mode: 0o700 })
  const overlay = await mkdtemp(join(await realpath(home), 'staging', 'overlay-'))
  try {
    const ofBase = base === undefined ? [] : (await kustomized(options, base)).filter(isManifest)
    const read = async (text: string, file: string): Promise<unknown[]> =>
      await readYaml(options, text, { file })
    const charts = await renderCharts({ ...options, root, overlay, read })
    const { kustomization, mistakes } = overlayOf({
      resources: [...base === undefined ? [] : [relative(overlay, base)], ...charts.files.keys()],
      namespace,
      objects: [...ofBase, ...charts.objects],
      placed: charts.placed,
      staging
    })
    if (mistakes.length > 0) throw configInvalid(where, mistakes)
    // JSON is YAML.
    await writeFile(join(overlay, 'kustomization.yaml'), JSON.stringify(kustomization))
    return {
      namespace,
      ...checkManifests(await kustomized(options, overlay), {
        namespace,
        kinds: cluster.kinds,
        fileOf: file => charts.files.get(file) ?? relative(root, resolve(overlay, file))
      })
    }
  } finally {
    await rm(overlay, { recursive: true, force: true })
  }
}

async function kustomized (options: RenderOptions, place: string): Promise<unknown[]> {
  const { environment, signal, staging } = options
  const from = { file: staging.base ?? 'packline.json', place }
  const built = await kubectlHere(['kustomize', place], { environment, signal })
  if (built.status !== 0) throw failed(options, built.said, from)
  return await readYaml(options, built.out, from)
}

interface Origin {
  file: string
  /** The folder that stands in messages for it. */
  place?: string
}

/** Only Go's reader knows what the cluster would read: 0644 and yes are something else to others. */
async function readYaml (options: RenderOptions, input: string, from: Origin): Promise<unknown[]> {
  if (input.trim() === '') return []
  const { namespace, environment, signal } = options
  const read = await kubectlHere(
    ['label', '--local', '--overwrite', '--output=json', '--filename=-', `${environmentLabel}=${namespace}`],
    { environment, signal, input }
  )
  if (read.status !== 0) throw failed(options, read.said, from)
  return read.out.split(/^(?=\{$)/m).map((text): unknown => JSON.parse(text))
}

function failed ({ folder }: RenderOptions, said: string, { file, place }: Origin): PacklineError {
  const reason = reasonIn(said).replaceAll(`${place ?? folder}/`, '').replaceAll(`${folder}/`, '')
  return baseInvalid(file, place === undefined ? reason : reason.replaceAll(place, file))
}
