import { referenceMistakes } from '../config/release-checks.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Target } from '../config/target-schema.js'
import { configInvalid, mistake } from '../config/validate.js'
import type { Mistake } from '../config/validate.js'
import type { Worded } from '../messages/message.js'
import { boxOf, intersects, isCovered, isEmptyBox } from './client-box.js'
import { namespaceCollisions } from './shared-database.js'

/**
 * Everything that is wrong with environments, targets and parameters as a whole; nothing when they may be
 * used.
 */
export function definitionMistakes (definition: ReleaseDefinition): Mistake[] {
  const references = referenceMistakes(definition)
  // What a broken definition means together would only repeat its mistakes.
  return references.length > 0
    ? references
    : [...collisionMistakes(definition), ...targetMistakes(definition.targets)]
}

/** Throws CONFIG_INVALID with every mistake. `where` is the file or document that people have to mend. */
export function checkDefinition (where: string | Worded, definition: ReleaseDefinition): void {
  const mistakes = definitionMistakes(definition)
  if (mistakes.length > 0) throw configInvalid(where, mistakes)
}

function collisionMistakes ({ environments }: ReleaseDefinition): Mistake[] {
  return namespaceCollisions(environments).map(([first, second]) => {
    const other = `environments.${first.environment}.services.${first.service}`
    return mistake(
      `environments.${second.environment}.services.${second.service}.namespace`,
      second.namespace,
      'config.otherNamespace',
      { other, database: second.database }
    )
  })
}

interface Place {
  target: Target
  path: string
  box: ReturnType<typeof boxOf>
}

function targetMistakes (targets: readonly Target[]): Mistake[] {
  const places = targets.map((target, index): Place => ({
    target,
    path: `targets[${index}]`,
    box: boxOf(target.match)
  }))
  const empty = places.filter(({ box }) => isEmptyBox(box))
  const others = places.filter(place => !empty.includes(place))
  return [
    ...empty.map(({ target, path }) =>
      mistake(
        `${path}.match`,
        { version: target.match.version, build: target.match.build },
        'config.rangesHold',
        { target: target.id }
      )
    ),
    ...others.flatMap((place, index) => overlapMistakes(place, others.slice(0, index))),
    ...others.flatMap(place => coverMistakes(place, others))
  ]
}

function overlapMistakes ({ target, path, box }: Place, before: readonly Place[]): Mistake[] {
  const areBothSubmitted = (other: Place): boolean =>
    other.target.match.submitted === true && target.match.submitted === true
  // Two targets with submissions meet only when the same build is submitted to both, which is refused then.
  return before
    .filter(other =>
      other.target.priority === target.priority && !areBothSubmitted(other) && intersects(other.box, box)
    )
    .map(other =>
      mistake(
        `${path}.priority`,
        target.priority,
        'config.otherPriority',
        { other: other.target.id, place: other.path }
      )
    )
}

function coverMistakes ({ target, path, box }: Place, places: readonly Place[]): Mistake[] {
  const before = places.filter(other =>
    takesAll(other.target) && other.target.priority < target.priority && intersects(other.box, box)
  )
  if (!isCovered(box, before.map(each => each.box))) return []
  const others = before.map(each => each.target.id)
  return [
    mistake(
      `${path}.priority`,
      target.priority,
      'config.priorityBefore',
      { others, target: target.id }
    )
  ]
}

function takesAll ({ match, rollout }: Target): boolean {
  return match.submitted !== true && (rollout === undefined || rollout.share === 10_000)
}
