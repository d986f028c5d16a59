import type { Dashboard } from './dashboard.js'

/** What the agents tell of themselves. */
export const farm: Dashboard = {
  file: 'farm',
  uid: 'packline-farm',
  title: 'packline: farm',
  panels: [
    {
      title: 'Machines by grade',
      unit: 'short',
      queries: [['sum by (grade) (packline_health_grade)', '{{grade}}']]
    },
    {
      title: 'Checks that are not ok',
      unit: 'short',
      queries: [['packline_health_check_state > 0', '{{instance}} {{check}}']]
    },
    {
      title: 'Free space',
      unit: 'bytes',
      queries: [['packline_disk_free_bytes', '{{instance}} {{folder}}']]
    },
    {
      title: 'Memory that is left',
      unit: 'percentunit',
      queries: [['packline_memory_available_ratio', '{{instance}}']]
    },
    { title: 'Load for each core', unit: 'short', queries: [['packline_load_per_core', '{{instance}}']] },
    {
      title: 'Small files',
      unit: 's',
      queries: [['packline_small_file_seconds', '{{instance}} {{folder}}']]
    },
    {
      title: 'Probe build against own best',
      unit: 'short',
      queries: [['packline_probe_build_slowdown_ratio', '{{instance}}']]
    },
    {
      title: 'Clock offset',
      unit: 's',
      queries: [['packline_clock_offset_seconds', '{{instance}} {{source}}']]
    },
    {
      title: 'Services reachable',
      unit: 'percentunit',
      queries: [['packline_service_reachable_ratio', '{{instance}} {{service}}']]
    },
    {
      title: 'Alerts',
      unit: 'short',
      queries: [
        ['packline_alerts_firing', '{{instance}} firing'],
        ['packline_alert_delivery_failing', '{{instance}} {{destination}} fails']
      ]
    }
  ]
}

export const licences: Dashboard = {
  file: 'licences',
  uid: 'packline-licences',
  title: 'packline: licences',
  panels: [
    {
      title: 'Seats held',
      unit: 'short',
      queries: [
        ['max by (licence) (packline_licence_seats_held)', '{{licence}} held'],
        ['max by (licence) (packline_licence_seats)', '{{licence}} seats']
      ]
    },
    {
      title: 'Machines that wait',
      unit: 'short',
      queries: [['max by (licence) (packline_licence_waiters)', '{{licence}}']]
    }
  ]
}

export const assetCi: Dashboard = {
  file: 'asset-ci',
  uid: 'packline-assets',
  title: 'packline: asset CI',
  panels: [
    {
      title: 'Time of the last run',
      unit: 's',
      queries: [['packline_asset_run_duration_seconds', '{{project}}']]
    },
    {
      title: 'Cache hits of the last run',
      unit: 'percentunit',
      queries: [[
        'sum by (project) (packline_asset_run_actions{result="cached"}) / sum by (project) (packline_asset_run_actions)',
        '{{project}}'
      ]]
    },
    {
      title: 'Actions that ran',
      unit: 'short',
      queries: [['packline_asset_run_actions{result="executed"}', '{{project}}']]
    },
    { title: 'Failed', unit: 'short', queries: [['packline_asset_run_failed', '{{project}}']] },
    { title: 'Jobs running', unit: 'short', queries: [['packline_jobs{state="running"}', '{{instance}}']] },
    { title: 'Jobs waiting', unit: 'short', queries: [['packline_jobs{state="queued"}', '{{instance}}']] }
  ]
}
