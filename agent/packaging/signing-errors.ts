import { defineErrors, neededThing, workFailed, wrongUsage } from '../define-errors.js'

export const signingErrors = defineErrors({
  PACKAGE_UNSIGNED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is not signed: a channel can only be written into a signed APK.',
      zh: '{file} 未签名：只有签过名的 APK 才能写入渠道。'
    },
    hint: {
      en: 'Sign the baseline, or name the keys in packages.signing.',
      zh: '请先签名基线，或在 packages.signing 中指定密钥。'
    }
  },
  PACKAGE_V1_ONLY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is signed with the v1 scheme only, which has no signing block for a channel.',
      zh: '{file} 只有 v1 签名，没有可写渠道的签名块。'
    },
    hint: {
      en: 'Sign it with v2 as well, or name the keys in packages.signing.',
      zh: '请加上 v2 签名，或在 packages.signing 中指定密钥。'
    }
  },
  PACKAGE_HAS_COMMENT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} has a zip comment, which breaks its signature.',
      zh: '{file} 带有 zip 注释，会破坏其签名。'
    },
    hint: {
      en: 'Remove the comment (an old channel tool wrote it) and sign again.',
      zh: '请删除注释（旧渠道工具写入）并重新签名。'
    }
  },
  PACKAGE_CHANNEL_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The channel "{channel}" cannot be stamped: {reason}.',
      zh: '渠道 "{channel}" 无法写入：{reason}。'
    },
    hint: {
      en: 'Rename the channel in packages.channels.',
      zh: '请在 packages.channels 中更改渠道名称。'
    }
  },
  PACKAGE_SIGNING_BLOCK_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The signing block of {file} is damaged: {reason}.',
      zh: '{file} 的签名块已损坏：{reason}。'
    },
    hint: {
      en: 'Sign the APK again.',
      zh: '请重新签名该 APK。'
    }
  },
  PACKAGE_SIGNING_NEEDED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} changes a signed package, and no signing is named for it.',
      zh: '{row} 会改变已签名的包，却没有指定签名。'
    },
    hint: {
      en: 'Name one in packages.platforms.{platform}.signing.',
      zh: '请在 packages.platforms.{platform}.signing 中指定。'
    }
  },
  PACKAGE_SIGNING_UNUSABLE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} names the signing {signing}, but a package from a {type} has no signature.',
      zh: '{row} 指定了签名 {signing}，但由 {type} 制作的包没有签名。'
    },
    hint: {
      en: 'Remove packages.platforms.{platform}.signing, or name an APK or an IPA as the baseline.',
      zh: '请删除 packages.platforms.{platform}.signing，或以 APK 或 IPA 作为基线。'
    }
  },
  PACKAGE_BUNDLE_UNFIT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is no App Bundle that Google Play takes: {entry} has no place in it.',
      zh: '{file} 不是 Google Play 接受的 App Bundle：其中不应有 {entry}。'
    },
    hint: {
      en: 'Files of the game belong into a module, such as base/assets/NAME.',
      zh: '游戏文件应放在模块中，例如 base/assets/NAME。'
    }
  },
  PACKAGE_BUNDLE_STAMPED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} is an App Bundle, and no channel can be stamped into it: Google Play makes the APKs and ' +
        'signs them anew.',
      zh: '{row} 是 App Bundle，无法写入渠道：APK 由 Google Play 生成并重新签名。'
    },
    hint: {
      en: 'Set "stamp": false in packages.platforms.{platform}, and put the configuration into an entry ' +
        'such as base/assets/packline.json.',
      zh: '请在 packages.platforms.{platform} 中设置 "stamp": false，并把配置放入条目，例如 ' +
        'base/assets/packline.json。'
    }
  },
  PACKAGE_SPLITS_UNFIT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} is to be a set of split APKs, and its baseline is of the type {type}: they are made of an ' +
        'App Bundle.',
      zh: '{row} 要制作成一组拆分 APK，但其基线类型为 {type}：拆分 APK 由 App Bundle 制作。'
    },
    hint: {
      en: 'Name a baseline of the type aab, or remove packages.platforms.{platform}.splits.',
      zh: '请指定 aab 类型的基线，或删除 packages.platforms.{platform}.splits。'
    }
  },
  PACKAGE_SPLITS_V4: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} is a set of split APKs, and a v4 signature of {signing} lies beside a single APK.',
      zh: '{row} 是一组拆分 APK，而 {signing} 的 v4 签名是单个 APK 旁边的文件。'
    },
    hint: {
      en: 'Leave v4 out of packages.signing.{signing}.schemes.',
      zh: '请从 packages.signing.{signing}.schemes 中去掉 v4。'
    }
  },
  PACKAGE_BUNDLE_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'bundletool could not make APKs of {file}: {reason}',
      zh: 'bundletool 无法由 {file} 生成 APK：{reason}'
    },
    hint: {
      en: 'Build the bundle again, or try "bundletool validate" on it: it says what is wrong ' +
        'within.',
      zh: '请重新构建该 bundle，或对它运行 "bundletool validate"，查看其中的问题。'
    }
  },
  PACKAGE_V1_NEEDED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} is for Androids before 7 too (minSdkVersion below 24), and {signing} does not sign with v1.',
      zh: '{row} 也支持 Android 7 之前的系统（minSdkVersion 低于 24），而 {signing} 没有使用 v1 签名。'
    },
    hint: {
      en: 'Add v1 to packages.signing.{signing}.schemes, or raise the minSdkVersion of the baseline to 24.',
      zh: '请在 packages.signing.{signing}.schemes 中加入 v1，或把基线的 minSdkVersion 提高到 24。'
    }
  },
  PACKAGE_LINEAGE_MISSING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en:
        '{row} is signed anew, and {file} holds the lineage of a rotated key, which {signing} does not name.',
      zh: '{row} 要重新签名，而 {file} 带有密钥轮换的 lineage，{signing} 却没有指定。'
    },
    hint: {
      en: 'Name it in packages.signing.{signing}.lineage, with the keys before it in rotatedFrom: devices ' +
        'with the old key refuse the update otherwise.',
      zh: '请在 packages.signing.{signing}.lineage 中指定，并在 rotatedFrom 中列出之前的密钥，' +
        '否则使用旧密钥的设备会拒绝更新。'
    }
  },
  PACKAGE_V4_STAMPED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{row} gets a channel stamp, which no v4 signature of {signing} covers.',
      zh: '{row} 要写入渠道，{signing} 的 v4 签名无法覆盖渠道信息。'
    },
    hint: {
      en: 'Set "stamp": false in packages.platforms.{platform}, or leave v4 out of ' +
        'packages.signing.{signing}.schemes.',
      zh:
        '请在 packages.platforms.{platform} 中设置 "stamp": false，或从 packages.signing.{signing}.schemes 中去掉 v4。'
    }
  },
  PACKAGE_KEY_MISSING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The key {where} cannot be used: {reason}.',
      zh: '密钥 {where} 不可用：{reason}。'
    },
    hint: {
      en: 'Check packages.signing.{signing} and that the build gets the file or variable.',
      zh: '请检查 packages.signing.{signing}，并确认构建能得到该文件或变量。'
    }
  },
  PACKAGE_KEY_PASSWORD: {
    kind: 'caller',
    ...workFailed,
    text: {
      en: 'The password of {where} is wrong.',
      zh: '{where} 的密码错误。'
    },
    hint: {
      en: 'Check the secret that packages.signing.{signing} names.',
      zh: '请检查 packages.signing.{signing} 指定的密钥。'
    }
  },
  PACKAGE_SIGNING_FAILED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: '{tool} could not sign {file}: {reason}',
      zh: '{tool} 无法签名 {file}：{reason}'
    },
    hint: {
      en: 'Check the key, its alias and its passwords in packages.signing, and that the tool ' +
        'runs by hand.',
      zh: '请检查 packages.signing 中的密钥、别名和密码，并确认该工具能手动运行。'
    }
  },
  PACKAGE_CONFIG_KEY_UNUSABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The key {where} of config documents cannot be used: {reason}.',
      zh: '配置文档的密钥 {where} 不可用：{reason}。'
    },
    hint: {
      en: 'packages.configKey names a private key of Ed25519 in PEM, and --public-key its public one.',
      zh: 'packages.configKey 指定 PEM 格式的 Ed25519 私钥，--public-key 指定对应的公钥。'
    }
  },
  PACKAGE_CONFIG_UNSIGNED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The channel stamp of {file} cannot be trusted: {reason}.',
      zh: '{file} 的渠道信息不可信：{reason}。'
    },
    hint: {
      en: 'Name a key in packages.configKey and build the package again.',
      zh: '请在 packages.configKey 中指定密钥并重新制作该包。'
    }
  },
  PACKAGE_CONFIG_FORGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The channel stamp of {file} is not the one that was signed: {reason}.',
      zh: '{file} 的渠道信息与签名时不符：{reason}。'
    },
    hint: {
      en: 'Somebody changed it after the build, or another key signed it. Do not deliver the package.',
      zh: '它在制作后被改动，或由其他密钥签名。请勿交付该包。'
    }
  },
  PACKAGE_VERIFY_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} was made, but does not pass its check: {reason}.',
      zh: '{file} 已生成，但没有通过检查：{reason}。'
    },
    hint: {
      en: 'It was thrown away.',
      zh: '已丢弃。'
    }
  }
})
