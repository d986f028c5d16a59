import { message } from '../messages/message.js'
import type { Locale } from '../messages/message.js'
import { variableTexts } from '../messages/variable-texts.js'

type TextKey = keyof typeof variableTexts
type NameOf<Key> = Key extends `variable.${infer Name}` ? Name : never
type VariableName = NameOf<TextKey>
type GroupKey = Extract<TextKey, `variables.${string}`>

/** Variables of the environment that people set or get, by what they are for. */
const variableGroups: Readonly<Record<GroupKey, readonly VariableName[]>> = {
  'variables.packline': [
    'PACKLINE_HOME',
    'PACKLINE_CONFIG',
    'PACKLINE_LANG',
    'PACKLINE_AGENT',
    'PACKLINE_AGENT_TOKEN_FILE',
    'PACKLINE_AGENT_TOKEN',
    'PACKLINE_JOB_KEY',
    'PACKLINE_CACHE',
    'PACKLINE_DEVICE_ID',
    'PACKLINE_MACHINE_ID_FILE',
    'PACKLINE_LOG_FILE',
    'PACKLINE_LOG_LEVEL',
    'PACKLINE_DEBUG',
    'NO_COLOR',
    'FORCE_COLOR',
    'CI',
    'TMPDIR',
    'TRACEPARENT'
  ],
  'variables.tools': [
    'PACKLINE_TEXTUREPACKER',
    'PACKLINE_CCSUIEXPORTER',
    'PACKLINE_COCOS_TOOL',
    'PACKLINE_APKSIG',
    'PACKLINE_BUNDLETOOL',
    'ANDROID_HOME',
    'JAVA_HOME',
    'AWS_REGION',
    'AWS_ACCESS_KEY_ID',
    'ALIBABA_CLOUD_ACCESS_KEY_ID'
  ],
  'variables.jenkins': [
    'PACKLINE',
    'PACKLINE_DEFAULTS',
    'PACKLINE_CLOUD_LABELS',
    'BUILD_USER_ID',
    'BRANCH_NAME',
    'GIT_COMMIT',
    'PACKLINE_REPORTS',
    'PACKLINE_LIBRARY',
    'PACKLINE_LIBRARY_AGENTS'
  ],
  'variables.given': [
    'PACKLINE_LEASE',
    'PACKLINE_LEASE_SEAT',
    'PACKLINE_LEASE_EPOCH',
    'PACKLINE_JOB',
    'PACKLINE_STEP',
    'PACKLINE_RELEASE',
    'PACKLINE_TARGET',
    'PACKLINE_BATCH',
    'PACKLINE_REPOSITORY',
    'PACKLINE_BRANCH',
    'PACKLINE_COMMIT',
    'PACKLINE_BASE',
    'PACKLINE_COMMITS',
    'PACKLINE_PATHS',
    'PACKLINE_FULL',
    'PACKLINE_REQUEST',
    'PACKLINE_KIND',
    'PACKLINE_PERSON',
    'PACKLINE_VERSION'
  ]
}

export interface DescribedVariables {
  title: string
  variables: ReadonlyArray<readonly [name: string, description: string]>
}

/** The same as a reader gets it. */
export function describedVariables (locale: Locale): DescribedVariables[] {
  return groupKeys.map(group => ({
    title: message(locale, group),
    variables: variableGroups[group].map(name => [name, message(locale, `variable.${name}`)])
  }))
}

const groupKeys = ['variables.packline', 'variables.tools', 'variables.jenkins', 'variables.given'] as const
