import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import type { StagingCluster } from '../config/staging-clusters-schema.js'
import type { Staging } from '../config/staging-schema.js'
import { configInvalid } from '../config/validate.js'
import { PacklineError } from '../errors.js'
import type { Environment } from '../processes/process-group.js'
import { checkBaseFolder } from './base-folder.js'
import { checkManifests } from './check-manifests.js'
import type { CheckedManifests } from './check-manifests.js'
import { kubectlHere } from './cluster.js'
import { reasonIn } from './kubectl-failure.js'
import { isManifest } from './kubernetes-object.js'
import { environmentLabel, overlayOf } from './overlay.js'

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
 * The objects of an environment: a kustomize overlay over the base, built by kubectl, checked, and read from
 * YAML by kubectl too, so that what was checked is what is applied. Throws STAGING_BASE_INVALID,
 * STAGING_REFUSED, CONFIG_INVALID.
 */
export async function renderEnvironment (options: RenderOptions): Promise<RenderedEnvironment> {
  const { folder, where, staging, cluster, namespace, home } = options
  await checkBaseFolder(folder, staging.base)
  const root = await realpath(folder)
  const base = await realpath(join(root, staging.base))
  const objects = (await kustomized(options, base)).filter(isManifest)
  await mkdir(join(home, 'staging'), { recursive: true, mode: 0o700 })
  const overlay = await mkdtemp(join(await realpath(home), 'staging', 'overlay-'))
  try {
    const path = relative(overlay, base)
    const { kustomization, mistakes } = overlayOf({ base: path, namespace, objects, staging })
    if (mistakes.length > 0) throw configInvalid(where, mistakes)
    // JSON is YAML.
    await writeFile(join(overlay, 'kustomization.yaml'), JSON.stringify(kustomization))
    return {
      namespace,
      ...checkManifests(await kustomized(options, overlay), {
        namespace,
        kinds: cluster.kinds,
        fileOf: file => relative(root, resolve(overlay, file))
      })
    }
  } finally {
    await rm(overlay, { recursive: true, force: true })
  }
}

async function kustomized (
  { staging, folder, namespace, environment, signal }: RenderOptions,
  place: string
): Promise<unknown[]> {
  const call = { environment, signal }
  const failed = (said: string): PacklineError =>
    new PacklineError('STAGING_BASE_INVALID', {
      file: staging.base,
      reason: reasonIn(said).replaceAll(`${place}/`, '').replaceAll(`${folder}/`, '').replaceAll(
        place,
        staging.base
      )
    })
  const built = await kubectlHere(['kustomize', place], call)
  if (built.status !== 0) throw failed(built.said)
  if (built.out.trim() === '') return []
  // Only Go's reader knows what the cluster would read: 0644 and yes are something else to others.
  const read = await kubectlHere(
    ['label', '--local', '--overwrite', '--output=json', '--filename=-', `${environmentLabel}=${namespace}`],
    { ...call, input: built.out }
  )
  if (read.status !== 0) throw failed(read.said)
  return read.out.split(/^(?=\{$)/m).map((text): unknown => JSON.parse(text))
}
