import type { Parameter, ParameterValue } from '../config/parameter-schema.js'

/** Fields hold text only: as the type of the parameter has it; what does not fit stays as it was given. */
export function parameterValue (parameter: Parameter | undefined, text: string): ParameterValue {
  const { type } = parameter ?? {}
  if (type === 'boolean' && /^(?:true|false)$/.test(text)) return text === 'true'
  const isNumber = type === 'integer' || type === 'number'
  return isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
}
