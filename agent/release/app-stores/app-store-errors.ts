import { conflict, defineErrors, neededThing, refused, wrongUsage } from '../../define-errors.js'

export const appStoreErrors = defineErrors({
  APP_STORE_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The project has no app store "{store}". Known are: {known}.',
      zh: '项目没有应用商店 "{store}"。已有：{known}。'
    },
    hint: {
      en: 'They stand under packages.appStores of the project file.',
      zh: '应用商店写在项目文件的 packages.appStores 中。'
    }
  },
  APP_STORE_OPTION: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{store} is reached by the service {service}, which takes no {option}.',
      zh: '{store} 使用服务 {service}，它不支持 {option}。'
    },
    hint: {
      en: 'Leave it out. Tracks and shares are what Google Play has.',
      zh: '请去掉该选项；轨道和比例是 Google Play 才有的。'
    }
  },
  APP_STORE_ROLLOUT: {
    kind: 'caller',
    ...conflict,
    text: {
      en: '{store} has no rollout of {what} that could be changed so: {reason}',
      zh: '{store} 中 {what} 的分阶段发布不能这样修改：{reason}'
    },
    hint: {
      en: '"packline release uploads --refresh" asks the store how it stands.',
      zh: '"packline release uploads --refresh" 可向商店询问当前状态。'
    }
  },
  APP_STORE_NOTES: {
    kind: 'content',
    ...wrongUsage,
    text: {
      en: 'The notes for players cannot go to {store}: {reason}',
      zh: '给玩家的更新说明不能发送到 {store}：{reason}'
    },
    hint: {
      en: 'Nothing was sent. Several languages are written as <en-US>…</en-US> <zh-CN>…</zh-CN>.',
      zh: '未发送任何内容。多种语言写作 <en-US>…</en-US> <zh-CN>…</zh-CN>。'
    }
  },
  APP_STORE_NOT_ONE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{store} takes one package of {release}, and these are meant: {found}',
      zh: '{store} 只接收 {release} 的一个包，而选中的是：{found}'
    },
    hint: {
      en: 'Name the target with --target and the row with --row, or set "when" of the store.',
      zh: '请用 --target 和 --row 指定，或设置该商店的 "when"。'
    }
  },
  APP_STORE_PACKAGE: {
    kind: 'content',
    ...wrongUsage,
    text: {
      en: '{store} does not take {file}: {reason}',
      zh: '{store} 不接收 {file}：{reason}'
    },
    hint: {
      en: 'Nothing was sent. "packline package show" tells what a package is.',
      zh: '未发送任何内容。"packline package show" 可查看包的信息。'
    }
  },
  APP_STORE_CREDENTIALS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The credentials of {store} in {file} are not whole: {reason}',
      zh: '{file} 中 {store} 的凭据不完整：{reason}'
    },
    hint: {
      en: 'docs/app-stores.md shows the file of each store.',
      zh: 'docs/zh-CN/app-stores.md 说明各商店的凭据文件。'
    }
  },
  APP_STORE_LOGIN: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{store} does not accept the credentials: {reason}',
      zh: '{store} 不接受该凭据：{reason}'
    },
    hint: {
      en: 'Make a new key in the console of the store, with the right to release this application.',
      zh: '请在商店后台新建密钥，并授予发布该应用的权限。'
    }
  },
  APP_STORE_REFUSED: {
    kind: 'content',
    ...refused,
    text: {
      en: '{store} refused {what}: {reason}',
      zh: '{store} 拒绝了 {what}：{reason}'
    },
    hint: {
      en: 'Nothing was left half open there. Mend what it names, and upload again.',
      zh: '商店中没有留下未完成的内容。请按其说明修正后重新上传。'
    }
  },
  APP_STORE_VERSION_USED: {
    kind: 'content',
    ...refused,
    text: {
      en: '{store} has build {build} of {application} already, with other bytes or a higher one: {reason}',
      zh: '{store} 已有 {application} 的构建 {build}，内容不同，或已有更高的构建：{reason}'
    },
    hint: {
      en: 'A build number is used once. Package again with a higher one.',
      zh: '每个构建号只能使用一次。请以更高的构建号重新打包。'
    }
  },
  APP_STORE_BUSY: {
    kind: 'machine',
    ...conflict,
    text: {
      en: '{store} is busy with {application}: {reason}',
      zh: '{store} 正在处理 {application}：{reason}'
    },
    hint: {
      en: 'Somebody else changes it, or it is being processed. Run the same command again later.',
      zh: '其他人正在修改，或商店仍在处理。请稍后重新运行同一命令。'
    }
  },
  APP_STORE_UNREACHED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{store} could not be asked: {reason}',
      zh: '无法访问 {store}：{reason}'
    },
    hint: {
      en: 'Nothing was submitted. Run the same command again: what arrived is not sent twice.',
      zh: '未提交任何内容。请重新运行同一命令：已送达的内容不会重复发送。'
    }
  },
  APP_STORE_UNCERTAIN: {
    kind: 'machine',
    ...refused,
    text: {
      en: '{store} was given {what}, and whether it took it is not known: {reason}',
      zh: '已将 {what} 提交给 {store}，但不清楚是否被接收：{reason}'
    },
    hint: {
      en: 'Look into its console. Where it is not there, upload with --again.',
      zh: '请到商店后台查看；如果不在其中，请加 --again 重新上传。'
    }
  }
})
