/** A line of a panel: what Prometheus is asked, and what the line is called. */
export type Query = readonly [expr: string, legend: string]

export interface Panel {
  title: string
  /** As Grafana names units. */
  unit: 'short' | 'bytes' | 'Bps' | 's' | 'ms' | 'ops' | 'percentunit'
  queries: readonly Query[]
}

export interface Dashboard {
  /** Name of its file, without the ending. */
  file: string
  /** Stable: links and a second import go by it. */
  uid: string
  title: string
  panels: readonly Panel[]
}

/** Grafana's classic JSON; the data source is chosen on the page. Panels are two in a row. */
export function dashboardFile ({ uid, title, panels }: Dashboard): string {
  const document = {
    uid,
    title,
    tags: ['packline'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    refresh: '30s',
    time: { from: 'now-24h', to: 'now' },
    timezone: 'browser',
    templating: {
      list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Data source' }]
    },
    annotations: { list: [] },
    panels: panels.map(panelDocument)
  }
  return `${JSON.stringify(document, null, 1)}\n`
}

const datasource = { type: 'prometheus', uid: '${datasource}' }

function panelDocument ({ title, unit, queries }: Panel, index: number) {
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    datasource,
    gridPos: { x: index % 2 * 12, y: Math.floor(index / 2) * 8, w: 12, h: 8 },
    fieldConfig: { defaults: { unit }, overrides: [] },
    options: {},
    targets: queries.map(([expr, legendFormat], place) => ({
      refId: String.fromCharCode(65 + place),
      expr,
      legendFormat,
      datasource
    }))
  }
}
