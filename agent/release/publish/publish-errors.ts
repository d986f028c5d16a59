import { defineErrors, refused, workFailed, wrongUsage } from '../../define-errors.js'

export const publishErrors = defineErrors({
  RELEASE_ARTIFACT_MISSING: {
    kind: 'content',
    ...wrongUsage,
    text: {
      en: '{file} is not in {folder}.',
      zh: '{folder} 中没有 {file}。'
    },
    hint: {
      en: 'Name the folder that "packline package build" wrote with --files, or build the packages again.',
      zh: '请用 --files 指定 “packline package build” 写入的目录，或重新打包。'
    }
  },
  RELEASE_ARTIFACT_CHANGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is not what was recorded: sha256 {found} in place of {expected}.',
      zh: '{file} 与登记内容不一致：sha256 为 {found}，应为 {expected}。'
    },
    hint: {
      en: 'Take the files of that build, or package again; a release never changes.',
      zh: '请使用该次构建的文件，或重新打包；已登记的发布不会改变。'
    }
  },
  RELEASE_ARTIFACT_NAME: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{name}" is no name of a file below a folder.',
      zh: '“{name}”不是目录内的文件名。'
    },
    hint: {
      en: 'Something other than packline wrote it into the registry.',
      zh: '登记库中的此条目不是由 packline 写入的。'
    }
  },
  RELEASE_PUBLISHED_DIFFERS: {
    kind: 'content',
    ...refused,
    text: {
      en: '{place} is published already with other bytes (sha256 {found} in place of {expected}).',
      zh: '{place} 已发布且内容不同（sha256 为 {found}，应为 {expected}）。'
    },
    hint: {
      en: 'Nothing published is written over. Find out who wrote it; publish under another release.',
      zh: '已发布的内容不会被覆盖。请查明写入者，并以另一个发布发布。'
    }
  },
  RELEASE_PUBLISHER_FAILED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: '{place} did not take the release: {reason}',
      zh: '{place} 未接受该发布：{reason}'
    },
    hint: {
      en: 'Nothing became visible. Mend it and publish again; what arrived is not sent twice.',
      zh: '没有任何内容对外可见。请修复后重新发布；已送达的文件不会重复发送。'
    }
  },
  RELEASE_STORE_CANNOT_LIST: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{place} does not tell which files it holds.',
      zh: '{place} 不提供文件列表。'
    },
    hint: {
      en: 'A server that takes PUT has no such request; use a folder or a bucket.',
      zh: '只接受 PUT 的服务器没有此类请求；请使用目录或存储桶。'
    }
  }
})
