import { dashboardFile } from './dashboard.js'
import { assetCi, farm, licences } from './farm-dashboards.js'
import { services } from './service-dashboards.js'

/** Grafana's dashboards: path and text of each. */
export function dashboardFiles (): Record<string, string> {
  return Object.fromEntries(
    [farm, licences, assetCi, ...services].map(dashboard => [
      `resources/monitoring/grafana/${dashboard.file}.json`,
      dashboardFile(dashboard)
    ])
  )
}
