import type { StagingChart } from '../config/staging-schema.js'
import { mistake } from '../config/validate.js'
import type { Mistake } from '../config/validate.js'
import { isJsonObject } from '../json-object.js'

interface Values {
  values: Record<string, unknown>
  /** They say where the image belongs. */
  placesImage: boolean
  mistakes: Mistake[]
}

const placeholder = /\{(namespace|image|repository|tag|digest)\}/g

/** The values of one environment: what differs from branch to branch stands in place of its word. */
export function chartValues (
  name: string,
  { values }: Pick<StagingChart, 'values'>,
  { namespace, image }: { namespace: string, image: string | undefined }
): Values {
  const words: Record<string, string | undefined> = { namespace, ...imageWords(image) }
  const mistakes: Mistake[] = []
  let placesImage = false
  const replaced = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((each, index) => replaced(each, `${path}[${index}]`))
    if (isJsonObject(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, replaced(each, `${path}.${key}`)])
      )
    }
    if (typeof value !== 'string') return value
    return value.replaceAll(placeholder, (text, word: string) => {
      if (word !== 'namespace') placesImage = true
      const found = words[word]
      if (found === undefined) {
        const given = image ?? '–'
        mistakes.push(mistake(path, value, 'config.stagingPlaceholder', { text, service: name, given }))
      }
      return found ?? text
    })
  }
  const done = replaced(values, `staging.charts.${name}.values`)
  return { values: isJsonObject(done) ? done : {}, placesImage, mistakes }
}

/** `registry.example:5000/ucenter:2@sha256:…`: a colon before the last slash is that of a port. */
function imageWords (image: string | undefined): Record<string, string | undefined> {
  if (image === undefined) return {}
  const [, repository, tag, digest] = /^(.+?)(?::([^:@/]+))?(?:@(.+))?$/.exec(image) ?? []
  return { image, repository, tag, digest }
}
