import { wordedLater } from '../messages/message.js'
import type { Worded } from '../messages/message.js'
import type { Parameter, ParameterValue } from './parameter-schema.js'
import type { ReleaseDefinition } from './release-schema.js'
import type { Rollout } from './rollout-schema.js'
import type { Service } from './environment-schema.js'
import { bounded, mistake, oneOfKnown } from './validate.js'
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
          'config.addresses'
        )
      ]
      : [],
    ...databases.length > 0 && namespace === undefined
      ? [
        mistake(
          `${path}.namespace`,
          namespace,
          'config.namespace'
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
      : [mistake(`${path}.from`, from, oneOfKnown('config.lender', from, lenders))],
    ...addresses === undefined && databases.length === 0 && namespace === undefined
      ? []
      : [
        mistake(path, { addresses, databases, namespace }, 'config.besideFrom')
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
          'config.targetId',
          { other: `targets[${targets.indexOf(twin)}]`, id: twin.id }
        )],
      ...Object.hasOwn(environments, target.environment)
        ? []
        : [mistake(
          `${path}.environment`,
          target.environment,
          oneOfKnown('config.environment', target.environment, Object.keys(environments))
        )],
      ...target.rollout === undefined ? [] : rolloutMistakes(`${path}.rollout`, target.rollout),
      ...Object.entries(target.parameters).flatMap(([name, value]) => {
        const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
        if (parameter === undefined) {
          return [mistake(
            `${path}.parameters.${name}`,
            value,
            oneOfKnown('config.parameter', name, Object.keys(parameters))
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
      mistake(where, at, 'config.moment')
    ),
    ...schedule.flatMap((step, index) => {
      const before = schedule[index - 1]
      return [
        ...before === undefined || Date.parse(step.at) > Date.parse(before.at)
          ? []
          : [mistake(`${path}.schedule[${index}].at`, step.at, 'config.momentAfter', {
            before: before.at
          })],
        ...step.share >= (before?.share ?? share)
          ? []
          : [mistake(
            `${path}.schedule[${index}].share`,
            step.share,
            'config.shareGrows',
            { share: before?.share ?? share }
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
        type === 'choice' ? 'config.choices' : 'config.noChoices'
      )
    ]
  }
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    return [mistake(`${path}.maximum`, maximum, 'config.maximum', { minimum })]
  }
  return valueMistakes(`${path}.default`, parameter, parameter.default)
}

/** What is wrong with `value` as a value of `parameter`; nothing when it fits. */
export function valueMistakes (path: string, parameter: Parameter, value: ParameterValue): Mistake[] {
  const { type, choices = [], minimum = -Infinity, maximum = Infinity, maxLength } = parameter
  const isInside = typeof value === 'number' && value >= minimum && value <= maximum
  const numberText = (key: 'config.integer' | 'config.number'): Worded => bounded(wordedLater(key), parameter)
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean'
        ? []
        : [mistake(path, value, 'config.boolean')]
    case 'string':
      return typeof value === 'string' && value.length <= maxLength
        ? []
        : [mistake(path, value, 'config.shortString', { maxLength })]
    case 'choice':
      return typeof value === 'string' && choices.includes(value)
        ? []
        : [mistake(path, value, oneOfKnown('config.choice', String(value), choices))]
    case 'integer':
      return isInside && Number.isSafeInteger(value)
        ? []
        : [mistake(path, value, numberText('config.integer'))]
    case 'number':
      return isInside ? [] : [mistake(path, value, numberText('config.number'))]
  }
}
