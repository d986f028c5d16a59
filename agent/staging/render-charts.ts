import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Staging } from '../config/staging-schema.js'
import { configInvalid, mistake } from '../config/validate.js'
import type { Mistake } from '../config/validate.js'
import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'
import type { Environment } from '../processes/process-group.js'
import { chartValues } from './chart-values.js'
import { helmTemplate } from './helm-template.js'
import { at, isManifest, titleOf } from './kubernetes-object.js'
import type { Manifest } from './kubernetes-object.js'
import { baseInvalid } from './place-in-project.js'

interface ChartsOptions {
  root: string
  where: string
  /** The folder of the overlay: a file for each chart is written there. */
  overlay: string
  staging: Pick<Staging, 'charts' | 'services'>
  namespace: string
  environment: Environment
  signal: AbortSignal
  /** YAML as Kubernetes reads it; `file` is what it is from, for errors. */
  read: (text: string, file: string) => Promise<unknown[]>
}

export interface RenderedCharts {
  objects: Manifest[]
  /** Chart by file, as the overlay names it. */
  files: Map<string, string>
  /** Services whose image the values of their chart say. */
  placed: Set<string>
}

/** Throws STAGING_BASE_INVALID, STAGING_REFUSED, CONFIG_INVALID, TOOL_NOT_FOUND. */
export async function renderCharts (options: ChartsOptions): Promise<RenderedCharts> {
  const { where, overlay, staging: { charts, services }, namespace, read } = options
  const rendered: RenderedCharts = { objects: [], files: new Map(), placed: new Set() }
  const mistakes: Mistake[] = []
  for (const [release, chart] of Object.entries(charts)) {
    const image = Object.hasOwn(services, release) ? services[release]?.image : undefined
    const given = chartValues(release, chart, { namespace, image })
    mistakes.push(...given.mistakes)
    if (given.mistakes.length > 0) continue
    const scratch = join(overlay, 'helm', release)
    const text = await helmTemplate({ ...options, scratch, release, chart, values: given.values })
    const made = await read(text, chart.chart)
    const objects = made.filter(object => isInstalled(object, chart.chart))
    if (objects.length === 0) throw baseInvalid(chart.chart, phrase('staging.noObjects'))
    if (given.placesImage) {
      rendered.placed.add(release)
      // A value with a typing error changes nothing, and nothing says so.
      if (!objects.some(object => usesImage(object, image))) {
        mistakes.push(mistake(`staging.charts.${release}.values`, image, 'config.stagingChartImage'))
      }
    }
    const file = `charts/${release}.yaml`
    await mkdir(join(overlay, 'charts'), { recursive: true })
    await writeFile(join(overlay, file), objects.map(object => JSON.stringify(object)).join('\n---\n'))
    rendered.files.set(file, chart.chart)
    rendered.objects.push(...objects.filter(isManifest))
  }
  if (mistakes.length > 0) throw configInvalid(where, mistakes)
  return rendered
}

/**
 * What Helm runs before or after an installation is an object like others here. What it runs only to test,
 * to roll back or at the end has no such moment, and must not run at the beginning.
 */
function isInstalled (object: unknown, file: string): boolean {
  const said = isManifest(object) ? object.metadata.annotations?.['helm.sh/hook'] : undefined
  if (!isManifest(object) || said === undefined) return true
  const hooks = said.split(',').map(hook => hook.trim())
  if (hooks.some(hook => hook.endsWith('-install'))) return true
  if (!hooks.some(hook => hook.endsWith('-upgrade'))) return false
  throw new PacklineError('STAGING_REFUSED', {
    object: titleOf(object),
    file,
    reason: phrase('staging.upgradeHook')
  })
}

/** By digest where there is one: a chart may write the rest in another way. */
function usesImage (value: unknown, image = ''): boolean {
  const wanted = /@(.+)$/.exec(image)?.[1] ?? image
  if (Array.isArray(value)) return value.some(each => usesImage(each, image))
  if (typeof value !== 'object' || value === null) return false
  const said = at(value, 'image')
  return typeof said === 'string' && said.endsWith(wanted) ||
    Object.values(value).some(each => usesImage(each, image))
}
