import type { Environment } from '../config/environment-schema.js'
import type { Parameter, ParameterValue } from '../config/parameter-schema.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Target } from '../config/target-schema.js'
import type { Moment } from './registry-model.js'

/** A value that somebody set, and who. */
export interface SetValue extends Moment {
  value: ParameterValue
  why: string
}

/**
 * What a project says about its releases: the project file as it was last applied, and over it what operators
 * changed. An operator's target or environment wins over the file's whole one; null hides one of the file.
 */
export interface StoredDefinition {
  declared: ReleaseDefinition
  environments: Record<string, Environment | null>
  targets: Record<string, Target | null>
  values: Record<string, SetValue>
  /** By name of a parameter: the options of asset rules that have its value. */
  uses?: Record<string, string[]>
}

export const emptyDefinition: StoredDefinition = {
  declared: { environments: {}, targets: [], parameters: {} },
  environments: {},
  targets: {},
  values: {}
}

/** What holds, operators' changes included. */
export function effectiveDefinition (
  { declared, environments, targets }: StoredDefinition
): ReleaseDefinition {
  const merged = new Map<string, Target | null>([
    ...declared.targets.map(target => [target.id, target] as const),
    ...Object.entries(targets)
  ])
  const allEnvironments: Record<string, Environment | null> = { ...declared.environments, ...environments }
  return {
    environments: Object.fromEntries(
      Object.entries(allEnvironments).flatMap(([name, each]) => each === null ? [] : [[name, each]])
    ),
    targets: [...merged.values()].filter(each => each !== null),
    parameters: declared.parameters
  }
}

/** What holds, targets and set values by name: what people compare. */
export function readableDefinition (stored: StoredDefinition): Record<string, unknown> {
  const { targets, ...others } = effectiveDefinition(stored)
  return {
    ...others,
    targets: Object.fromEntries(targets.map(target => [target.id, target])),
    values: Object.fromEntries(Object.entries(stored.values).map(([name, { value }]) => [name, value]))
  }
}

/**
 * Whether a target or an environment is the file's own, an operator's, or an operator's in place of the
 * file's.
 */
export function originOf (
  declared: Readonly<Record<string, unknown>>,
  changed: Readonly<Record<string, unknown>>,
  name: string
): 'file' | 'operator' | 'changed' {
  if (changed[name] === undefined) return 'file'
  return Object.hasOwn(declared, name) ? 'changed' : 'operator'
}

export function originOfTarget (
  { declared, targets }: StoredDefinition,
  id: string
): ReturnType<typeof originOf> {
  return originOf(Object.fromEntries(declared.targets.map(target => [target.id, target])), targets, id)
}

export interface EffectiveParameter extends Parameter {
  name: string
  value: ParameterValue
  origin: 'default' | 'operator' | 'target'
  set?: SetValue
  /** The options of asset rules that have its value, as `units.maxSize`. */
  uses?: string[]
}

/** All parameters with the values that hold, for one target where `target` is given. */
export function effectiveParameters (stored: StoredDefinition, target?: Target): EffectiveParameter[] {
  return Object.entries(stored.declared.parameters).map(([name, parameter]) => {
    const set = stored.values[name]
    const own = target?.parameters[name]
    const origin = own !== undefined ? 'target' : set !== undefined ? 'operator' : 'default'
    return {
      ...parameter,
      name,
      value: own ?? set?.value ?? parameter.default,
      origin,
      ...set === undefined ? {} : { set },
      ...stored.uses?.[name] !== undefined && { uses: stored.uses[name] }
    }
  })
}
