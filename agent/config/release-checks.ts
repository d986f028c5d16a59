import { nearest } from '../nearest.js'
import type { Parameter, ParameterValue } from './parameter-schema.js'
import type { ReleaseDefinition } from './release-schema.js'
import type { Rollout } from './rollout-schema.js'
import type { Service } from './environment-schema.js'
import { mistake } from './validate.js'
import type { Mistake } from './validate.js'

/**
 * What a schema cannot see: names that lead nowhere, values that do not fit. What the targets mean together
 * is checked in release/.
 */
export function referenceMistakes (definition: ReleaseDefinition): Mistake[] {
  return [
    ...serviceMistakes(definition),
    ...targetMistakes(definition),
    ...Object.entries(definition.parameters).flatMap(([name, each]) =>
      parameterMistakes(`parameters.${name}`, each)
    )
  ]
}

function serviceMistakes ({ environments }: ReleaseDefinition): Mistake[] {
  return Object.entries(environments).flatMap(([environment, { services }]) =>
    Object.entries(services).flatMap(([name, service]) => {
      const path = `environments.${environment}.services.${name}`
      return service.from === undefined
        ? ownServiceMistakes(path, service)
        : borrowedServiceMistakes(path, name, service, environments)
    })
  )
}

function ownServiceMistakes (path: string, { addresses, databases, namespace }: Service): Mistake[] {
  return [
    ...addresses === undefined
      ? [
        mistake(
          `${path}.addresses`,
          addresses,
          {
            en: 'at least one address, or "from" with the environment whose service it is',
            zh: '至少一个地址，或用 "from" 写明服务所属的环境'
          }
        )
      ]
      : [],
    ...databases.length > 0 && namespace === undefined
      ? [
        mistake(
          `${path}.namespace`,
          namespace,
          {
            en: 'a namespace, which keeps it apart from others on the same database',
            zh: '命名空间，使它与同一数据库上的其他环境分开'
          }
        )
      ]
      : []
  ]
}

function borrowedServiceMistakes (
  path: string,
  name: string,
  { from = '', addresses, databases, namespace }: Service,
  environments: ReleaseDefinition['environments']
): Mistake[] {
  const lenders = Object
    .entries(environments)
    .filter(([, { services }]) => services[name] !== undefined && services[name].from === undefined)
    .map(([lender]) => lender)
  return [
    ...lenders.includes(from)
      ? []
      : [mistake(`${path}.from`, from, oneOf('an environment that has this service itself', from, lenders))],
    ...addresses === undefined && databases.length === 0 && namespace === undefined
      ? []
      : [
        mistake(path, { addresses, databases, namespace }, {
          en: 'nothing beside "from"',
          zh: '除 "from" 外不填'
        })
      ]
  ]
}

function targetMistakes ({ environments, targets, parameters }: ReleaseDefinition): Mistake[] {
  return targets.flatMap((target, index) => {
    const path = `targets[${index}]`
    const twin = targets.slice(0, index).find(({ id }) => id.toLowerCase() === target.id.toLowerCase())
    return [
      ...twin === undefined
        ? []
        : [mistake(
          `${path}.id`,
          target.id,
          `an id that no other target has, also in other case (targets[${
            targets.indexOf(twin)
          }] has ${twin.id})`
        )],
      ...Object.hasOwn(environments, target.environment)
        ? []
        : [mistake(
          `${path}.environment`,
          target.environment,
          oneOf(
            'a known environment',
            target.environment,
            Object.keys(environments)
          )
        )],
      ...target.rollout === undefined ? [] : rolloutMistakes(`${path}.rollout`, target.rollout),
      ...Object.entries(target.parameters).flatMap(([name, value]) => {
        const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
        if (parameter === undefined) {
          return [mistake(
            `${path}.parameters.${name}`,
            value,
            oneOf('a known parameter', name, Object.keys(parameters))
          )]
        }
        return valueMistakes(`${path}.parameters.${name}`, parameter, value)
      })
    ]
  })
}

function rolloutMistakes (path: string, { share, schedule, pausedAt }: Rollout): Mistake[] {
  const times = [
    ...schedule.map(({ at }, index) => ({ at, where: `${path}.schedule[${index}].at` })),
    ...pausedAt === undefined ? [] : [{ at: pausedAt, where: `${path}.pausedAt` }]
  ]
  return [
    ...times.filter(({ at }) => Number.isNaN(Date.parse(at))).map(({ at, where }) =>
      mistake(where, at, { en: 'a moment that exists', zh: '存在的时刻' })
    ),
    ...schedule.flatMap((step, index) => {
      const before = schedule[index - 1]
      return [
        ...before === undefined || Date.parse(step.at) > Date.parse(before.at)
          ? []
          : [mistake(`${path}.schedule[${index}].at`, step.at, `a moment after ${before.at}`)],
        ...step.share >= (before?.share ?? share)
          ? []
          : [mistake(
            `${path}.schedule[${index}].share`,
            step.share,
            `at least ${before?.share ?? share}: a rollout that narrows loses players`
          )]
      ]
    })
  ]
}

function parameterMistakes (path: string, parameter: Parameter): Mistake[] {
  const { type, choices, minimum, maximum } = parameter
  if ((type === 'choice') !== (choices !== undefined)) {
    return [
      mistake(
        `${path}.choices`,
        choices,
        type === 'choice' ? 'the values to choose from' : 'nothing, since the type is not "choice"'
      )
    ]
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    return [mistake(`${path}.maximum`, maximum, `at least the minimum, ${minimum}`)]
  }
  return valueMistakes(`${path}.default`, parameter, parameter.default)
}

/** What is wrong with `value` as a value of `parameter`; nothing when it fits. */
export function valueMistakes (path: string, parameter: Parameter, value: ParameterValue): Mistake[] {
  const { type, choices = [], minimum = -Infinity, maximum = Infinity, maxLength } = parameter
  const isInside = typeof value === 'number' && value >= minimum && value <= maximum
  const bounds = minimum === -Infinity && maximum === Infinity ? '' : ` from ${minimum} to ${maximum}`
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean'
        ? []
        : [mistake(path, value, { en: 'true or false', zh: 'true 或 false' })]
    case 'string':
      return typeof value === 'string' && value.length <= maxLength
        ? []
        : [mistake(path, value, `a string of at most ${maxLength} characters`)]
    case 'choice':
      return typeof value === 'string' && choices.includes(value)
        ? []
        : [mistake(path, value, oneOf('a choice', String(value), choices))]
    case 'integer':
      return isInside && Number.isSafeInteger(value) ? [] : [mistake(path, value, `a whole number${bounds}`)]
    case 'number':
      return isInside ? [] : [mistake(path, value, `a number${bounds}`)]
  }
}

function oneOf (what: string, value: string, known: string[]): string {
  const suggestion = nearest(value, known)
  return `${what}: ${known.length === 0 ? 'there is none' : known.join(', ')}${
    suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`
  }`
}
