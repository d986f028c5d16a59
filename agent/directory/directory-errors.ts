import {
  conflict,
  defineErrors,
  machineFailed,
  neededThing,
  refused,
  workFailed,
  wrongUsage
} from '../define-errors.js'

export const directoryErrors = defineErrors({
  DIRECTORY_NONE: {
    kind: 'caller',
    ...wrongUsage,
    text: { en: '{file} has no directory.', zh: '{file} 中没有配置目录服务。' },
    hint: {
      en: 'Add "directory" with a source of people, the LDAP server and what the entries are like.',
      zh: '请添加 "directory"：人员来源、LDAP 服务器，以及条目的内容。'
    }
  },
  DIRECTORY_BUSY: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'Another synchronisation of the directory runs on this machine: it holds {file}.',
      zh: '本机正在进行另一次目录同步：它占用着 {file}。'
    },
    hint: {
      en: 'Wait for it, or end it: "fuser -v {file}" shows which process it is.',
      zh: '请等待其结束，或终止它："fuser -v {file}" 可查看是哪个进程。'
    }
  },
  DIRECTORY_SOURCE_FAILED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The people in {source} cannot be taken: {reason}',
      zh: '无法采用 {source} 中的人员：{reason}'
    },
    hint: {
      en: 'Nothing was changed. Look at what the source gives, and at "directory.source".',
      zh: '没有任何改动。请检查来源给出的内容和 "directory.source"。'
    }
  },
  DIRECTORY_SERVER_FAILED: {
    kind: 'machine',
    ...machineFailed,
    text: { en: 'The LDAP server {server} failed: {reason}', zh: 'LDAP 服务器 {server} 出错：{reason}' },
    hint: {
      en: 'Look at its address, certificate and log, and at bindDn with its password and rights.',
      zh: '请检查其地址、证书和日志，以及 bindDn 的密码和权限。'
    }
  },
  DIRECTORY_INSECURE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{place} would get a secret without encryption.',
      zh: '{place} 会在未加密的情况下收到密钥。'
    },
    hint: {
      en: 'Use ldaps:// or "startTls": true for the server, https:// for the source.',
      zh: '服务器请用 ldaps:// 或 "startTls": true，来源请用 https://。'
    }
  },
  DIRECTORY_TOO_MANY_GONE: {
    kind: 'content',
    ...refused,
    text: {
      en: '{gone} of {total} entries would go, more than {most} %: nothing was changed.',
      zh: '{total} 个条目中有 {gone} 个将被移除，超过 {most} %：没有任何改动。'
    },
    hint: {
      en: 'Is the source whole? If all of them have left, run again with --most-gone {needed}.',
      zh: '来源是否完整？如果他们确实都已离开，请加 --most-gone {needed} 再次运行。'
    }
  },
  DIRECTORY_ENTRIES_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{count} {count#entry|entries} of the directory could not be brought up to date:\n{list}',
      zh: '目录中有 {count} 个条目未能更新：\n{list}'
    },
    hint: {
      en: 'The others are up to date. Mend what is said of these; the next run tries them again.',
      zh: '其他条目已更新。请按上述原因修正；下一次运行会重试。'
    }
  },
  DIRECTORY_CHANGED: {
    kind: 'machine',
    ...conflict,
    text: {
      en: 'The connection to {server} ended within the changes: {reason}',
      zh: '改动过程中与 {server} 的连接断开：{reason}'
    },
    hint: {
      en: 'Run again: what was changed already is left out.',
      zh: '请再次运行：已经完成的改动会跳过。'
    }
  }
})
