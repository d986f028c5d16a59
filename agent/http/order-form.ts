import type { ProjectFile } from '../config/project-schema.js'
import { compareVersions } from '../release/game-version.js'
import type { Counter } from '../release/registry-model.js'
import { Registry } from '../release/registry.js'
import type { ReleaseStore } from '../release/release-store.js'
import { rowsOf } from '../packaging/rows.js'
import type { Row } from '../packaging/rows.js'
import { dimensions, isWholeOrder } from '../ui/order-form-page.js'
import type { Dimension, OrderFields, OrderFormView } from '../ui/order-form-page.js'
import { parameterValue } from './parameter-value.js'

const shownVersions = 3
const prefix = 'parameter.'

/** What can be ordered of a project. */
export function dimensionsOf (file: ProjectFile): OrderFormView['dimensions'] {
  const rows = rowsOf(file)
  return dimensions.map(name => ({
    name,
    values: [...new Set(rows.flatMap(row => partOf(row, name) ?? []))]
  }))
}

/** Parameters of the packages, with the values that hold when nobody says another one. */
export function parametersOf ({ parameters }: ProjectFile): OrderFormView['parameters'] {
  return Object.entries(parameters).map(([name, parameter]) => ({
    ...parameter,
    name,
    value: parameter.default
  }))
}

/** The versions that may be packaged again, the newest first, and the build number that comes next. */
export async function proposals (
  store: ReleaseStore,
  { packages }: ProjectFile
): Promise<{ versions: string[], nextBuild: number }> {
  const [counter, releases] = await Promise.all([
    store.read<Counter>('counter'),
    new Registry(store).list()
  ])
  const known = [...new Set(releases.map(({ version }) => version))].sort((a, b) => compareVersions(b, a))
  const versions = known.length > 0 ? known : packages.version === undefined ? [] : [packages.version]
  const nextBuild = counter === undefined ? packages.build ?? 1 : counter.build + 1
  return { versions: versions.slice(0, shownVersions), nextBuild }
}

/** Of a job that makes packages. */
interface OrderedPackages {
  version: string
  build: number
  rows?: string[]
  parameters?: Record<string, unknown>
}

/** What a form asks for, as parameters of the job; undefined where it asks for no package at all. */
export function orderOf (file: ProjectFile, fields: OrderFields): OrderedPackages | undefined {
  const rows = rowsOf(file)
  const chosen = rows.filter(row => isChosen(row, fields))
  if (chosen.length === 0) return undefined
  const parameters = Object.entries(file.parameters).flatMap(([name, parameter]) => {
    const text = fields[`${prefix}${name}`]
    // What is as it would be anyway is no special value of these packages.
    return text === undefined || text === String(parameter.default)
      ? []
      : [[name, parameterValue(parameter, text)]]
  })
  return {
    version: fields.version ?? '',
    build: Number(fields.build ?? ''),
    ...chosen.length < rows.length && { rows: chosen.map(({ id }) => id) },
    ...parameters.length > 0 && { parameters: Object.fromEntries(parameters) as Record<string, unknown> }
  }
}

/** What a form showed when it ordered this. */
export function fieldsOf (
  file: ProjectFile,
  workspace: string,
  { version, build, rows, parameters }: Readonly<Record<string, unknown>>
): OrderFields {
  const all = rowsOf(file)
  const chosen = Array.isArray(rows) ? all.filter(({ id }) => rows.includes(id)) : all
  return {
    filled: 'yes',
    version: String(version),
    build: String(build),
    workspace,
    ...Object.fromEntries(
      dimensions.flatMap(name =>
        chosen.flatMap(row => {
          const part = partOf(row, name)
          return part === undefined ? [] : [[`${name}.${part}`, 'on']]
        })
      )
    ),
    ...Object.fromEntries(
      Object.entries(parameters ?? {}).map(([name, value]) => [`${prefix}${name}`, String(value)])
    )
  }
}

/** The one-click form has no boxes, and means all. */
function isChosen (row: Row, fields: OrderFields): boolean {
  return isWholeOrder(fields) || dimensions.every(name => {
    const part = partOf(row, name)
    return part === undefined || fields[`${name}.${part}`] !== undefined
  })
}

function partOf (row: Row, name: Dimension): string | undefined {
  switch (name) {
    case 'targets':
      return row.target?.id
    case 'platforms':
      return row.platform
    case 'channels':
      return row.channel
    case 'pairings':
      return row.pairing
  }
}
