import { defineErrors, workFailed } from '../../define-errors.js'

export const zipErrors = defineErrors({
  PACKAGE_NOT_ZIP: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is no zip; it holds {found}.',
      zh: '{file} 不是 zip；其内容为 {found}。'
    },
    hint: {
      en: 'Name an APK, an IPA or a zip as the baseline.',
      zh: '请以 APK、IPA 或 zip 作为基线。'
    }
  },
  PACKAGE_TRUNCATED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is cut off: {reason}.',
      zh: '{file} 被截断：{reason}。'
    },
    hint: {
      en: 'Copy or build it again.',
      zh: '请重新复制或构建。'
    }
  },
  PACKAGE_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is damaged: {reason}.',
      zh: '{file} 已损坏：{reason}。'
    },
    hint: {
      en: 'Copy or build it again.',
      zh: '请重新复制或构建。'
    }
  },
  PACKAGE_ZIP64: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is a zip64, which no APK or IPA may be.',
      zh: '{file} 是 zip64，APK 与 IPA 不能使用该格式。'
    },
    hint: {
      en: 'Keep it under 4 GB and 65,534 entries; move large assets to hot update.',
      zh: '请控制在 4 GB 与 65,534 个条目以内；大资源放到热更新。'
    }
  },
  PACKAGE_ENCRYPTED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is encrypted ({entry}).',
      zh: '{file} 已加密（{entry}）。'
    },
    hint: {
      en: 'Take the package without a password.',
      zh: '请使用没有密码的包。'
    }
  },
  PACKAGE_DUPLICATE_ENTRY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} holds the entry {entry} twice.',
      zh: '{file} 中条目 {entry} 出现两次。'
    },
    hint: {
      en: 'Readers differ in which one they take. Build it again without the second one.',
      zh: '不同程序会取到不同的一个。请去掉重复后重新构建。'
    }
  },
  PACKAGE_UNSAFE_ENTRY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} holds an entry that must not be unpacked: "{entry}" ({reason}).',
      zh: '{file} 含有不可解包的条目："{entry}"（{reason}）。'
    },
    hint: {
      en: 'No build tool makes such names; find out where the file comes from.',
      zh: '构建工具不会产生这样的名称，请查明文件来源。'
    }
  },
  PACKAGE_BOMB: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} unpacks to far more than a package holds: {reason}.',
      zh: '{file} 解包后的大小远超一个安装包：{reason}。'
    },
    hint: {
      en: 'It was not unpacked; find out where the file comes from.',
      zh: '没有解包；请查明文件来源。'
    }
  },
  PACKAGE_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The package would have {entries} entries and {bytes} bytes, more than a zip can hold.',
      zh: '安装包将有 {entries} 个条目、{bytes} 字节，超出 zip 的上限。'
    },
    hint: {
      en: 'Move assets to hot update.',
      zh: '请把资源放到热更新。'
    }
  }
})
