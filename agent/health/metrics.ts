import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { CheckKind } from '../config/check-kinds.js'
import { grades, isCheckKind, kindOf, severityOf } from './check.js'
import type { HealthDocument } from './agent-health.js'

interface Metric {
  name: string
  help: string
  label?: string
  factor?: number
}

/** Numbers of checks as metrics in base units; what has no row is told by its state only. */
const metricTable: Partial<Record<CheckKind, Metric>> = {
  disk: { name: 'packline_disk_free_bytes', help: "Free space of the folder's file system", label: 'folder' },
  inodes: {
    name: 'packline_inodes_free_ratio',
    help: "Free share of the inodes of the folder's file system",
    label: 'folder'
  },
  writable: {
    name: 'packline_folder_writable',
    help: '1 when a file can be written to the folder and read back',
    label: 'folder'
  },
  latency: {
    name: 'packline_small_file_seconds',
    help: 'Median time to write, read and remove 4 KiB',
    label: 'folder',
    factor: 0.001
  },
  memory: {
    name: 'packline_memory_available_ratio',
    help: 'Share of the memory that programs can still get'
  },
  swapping: { name: 'packline_swap_rate_bytes', help: 'Bytes swapped in and out in a second' },
  load: { name: 'packline_load_per_core', help: 'Load over five minutes for each core' },
  clock: {
    name: 'packline_clock_offset_seconds',
    help: 'How far the clock is off, at least',
    label: 'source',
    factor: 0.001
  },
  backup: {
    name: 'packline_backup_age_seconds',
    help: 'Age of the last good backup',
    label: 'backup',
    factor: 0.001
  },
  drill: {
    name: 'packline_backup_drill_age_seconds',
    help: 'Age of the last good drill of a backup',
    label: 'backup',
    factor: 0.001
  },
  site: {
    name: 'packline_site_check_age_seconds',
    help: 'Age of the last check of a site that found nothing',
    label: 'site',
    factor: 0.001
  },
  drift: {
    name: 'packline_jenkins_order_age_seconds',
    help: 'Age of the last look at Jenkins that found its order as it was written down',
    label: 'controller',
    factor: 0.001
  },
  image: {
    name: 'packline_image_age_seconds',
    help: 'Time since this machine last pushed a container image, or found that nothing changed',
    label: 'image',
    factor: 0.001
  },
  staging: {
    name: 'packline_staging_sweep_age_seconds',
    help: 'Age of the last sweep of a staging cluster that found nothing',
    label: 'cluster',
    factor: 0.001
  },
  directory: {
    name: 'packline_directory_sync_age_seconds',
    help: 'Time since the directory was as its source',
    factor: 0.001
  },
  temperature: { name: 'packline_processor_temperature_celsius', help: 'Hottest sensor of the processor' },
  throttling: {
    name: 'packline_processor_throttled_ratio',
    help: 'Share of the time in which the processor was slowed down'
  },
  queue: { name: 'packline_jobs_waiting', help: 'Jobs that wait at this agent' },
  lag: {
    name: 'packline_event_loop_lag_seconds',
    help: 'Longest event-loop delay since the last round',
    factor: 0.001
  },
  service: {
    name: 'packline_service_reachable_ratio',
    help: 'Share of the connections to the service that came about',
    label: 'service'
  },
  build: {
    name: 'packline_probe_build_slowdown_ratio',
    help: "Time of the probe build over this machine's own best"
  },
  buildModel: {
    name: 'packline_probe_build_model_ratio',
    help: 'Best probe build of this machine over the median of its model'
  }
}

/** What else an agent counts; each row fills one metric at each scrape. */
export interface ExtraMetric {
  name: string
  help: string
  labels: readonly string[]
  read: () => Promise<Array<{ labels: Record<string, string>, value: number }>>
}

/** A machine's health in the format of Prometheus. Each agent has a registry of its own. */
export class HealthMetrics {
  readonly registry = new Registry()
  readonly #read: () => HealthDocument

  constructor (read: () => HealthDocument, version: string, extras: readonly ExtraMetric[] = []) {
    this.#read = read
    const { registry } = this
    collectDefaultMetrics({ register: registry })
    this.#gauge(
      { name: 'packline_build_info', help: "The agent's version", labelNames: ['version'] },
      gauge => {
        gauge.set({ version }, 1)
      }
    )
    this.#gauge({
      name: 'packline_health_grade',
      help: '1 for the grade that the machine has',
      labelNames: ['grade']
    }, gauge => {
      for (const grade of grades) gauge.set({ grade }, read().grade === grade ? 1 : 0)
    })
    this.#gauge({
      name: 'packline_health_check_state',
      help: '0 ok, 1 warning, 2 failing',
      labelNames: ['check']
    }, gauge => {
      for (const { id, state } of read().checks) gauge.set({ check: id }, severityOf[state])
    })
    this.#gauge({
      name: 'packline_health_checked_timestamp_seconds',
      help: 'When the last round of probes ended',
      labelNames: []
    }, gauge => {
      gauge.set(Date.parse(read().checkedAt) / 1000)
    })
    for (const [kind, metric] of Object.entries(metricTable)) {
      if (isCheckKind(kind)) this.#ofKind(kind, metric)
    }
    for (const { name, help, labels, read } of extras) {
      this.#gauge({ name, help, labelNames: [...labels] }, async gauge => {
        // A store that cannot be read leaves a gap, not a page without metrics.
        for (const { labels, value } of await read().catch(() => [])) gauge.set(labels, value)
      })
    }
  }

  async text (): Promise<string> {
    return await this.registry.metrics()
  }

  #ofKind (kind: CheckKind, { name, help, label, factor = 1 }: Metric): void {
    this.#gauge({ name, help, labelNames: label === undefined ? [] : [label] }, gauge => {
      for (const { id, value } of this.#read().checks) {
        if (typeof value !== 'number' || kindOf(id) !== kind) continue
        gauge.set(label === undefined ? {} : { [label]: id.slice(kind.length + 1) }, value * factor)
      }
    })
  }

  /** Filled anew at each scrape, so that what is gone is gone. */
  #gauge (
    options: { name: string, help: string, labelNames: string[] },
    fill: (gauge: Gauge) => void | Promise<void>
  ): void {
    const gauge: Gauge = new Gauge({
      ...options,
      registers: [this.registry],
      collect: async () => {
        gauge.reset()
        if (options.labelNames.length === 0) gauge.remove()
        await fill(gauge)
      }
    })
  }
}
