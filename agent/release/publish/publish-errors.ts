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
      zh: '请用 --files 指定 "packline package build" 写入的目录，或重新打包。'
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
      zh: '"{name}" 不是目录内的文件名。'
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
      zh: '已发布的内容不会被覆盖。请查明写入者，并改为以另一个发布交付。'
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
  RELEASE_STORE_ADDRESS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{address} is no address of a store.',
      zh: '{address} 不是存储地址。'
    },
    hint: {
      en:
        'A folder, http(s)://HOST/PATH, s3://BUCKET/PREFIX?region=R or oss://BUCKET/PREFIX?region=R; no password.',
      zh: '应为目录，http 或 https://HOST/PATH，s3 或 oss://BUCKET/PREFIX?region=R，且不含密码。'
    }
  },
  RELEASE_NO_ARTIFACT_STORE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The project keeps no packages: packages.artifacts names no store.',
      zh: '项目未保存安装包：packages.artifacts 没有指定存储。'
    },
    hint: {
      en: 'Name one; what "package build --record" makes from then on is kept there.',
      zh: '请指定一个；此后 "package build --record" 的产物会保存在那里。'
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
      en: 'Have it list folders as JSON (nginx: autoindex_format json), or use a folder or a bucket.',
      zh: '请让服务器以 JSON 列出目录（nginx：autoindex_format json），或使用目录或存储桶。'
    }
  },
  RELEASE_NOT_PUBLISHED: {
    kind: 'content',
    ...refused,
    text: {
      en: '{what} was not published to {place}, so it cannot be delivered there.',
      zh: '{what} 尚未发布到 {place}，无法在该处交付。'
    },
    hint: {
      en: 'Nothing was changed. Publish it there with "packline release publish" first.',
      zh: '未作任何更改。请先用 "packline release publish" 发布到该处。'
    }
  },
  RELEASE_DELIVERY_OVERTAKEN: {
    kind: 'machine',
    ...refused,
    text: {
      en: 'A later delivery than this one is shown for {target} at {place}.',
      zh: '{place} 上的 {target} 已展示更晚的一次交付。'
    },
    hint: {
      en: 'Look at "packline release status" and "packline release history".',
      zh: '请查看 "packline release status" 和 "packline release history"。'
    }
  },
  HOT_UPDATE_PIN_NOT_SERVED: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{target} pins the hot update {pinned}, and its manifests show {served}.',
      zh: '{target} 固定了热更新 {pinned}，而其清单展示的是 {served}。'
    },
    hint: {
      en: 'Nothing was changed. Take hotUpdate.version away, or pin what is delivered.',
      zh: '未作任何更改。请去掉 hotUpdate.version，或固定为已交付的版本。'
    }
  },
  RELEASE_PRUNED: {
    kind: 'content',
    ...refused,
    text: {
      en: '{what} was removed by "packline release prune".',
      zh: '{what} 已被 "packline release prune" 清理。'
    },
    hint: {
      en:
        'Nothing was changed. Publish it again first; "packline release fetch" or "rebuild" brings it back.',
      zh: '未作任何更改。请先重新发布；可用 "packline release fetch" 或 "rebuild" 取回。'
    }
  },
  RELEASE_CDN_FAILED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The content delivery network before {place} was not refreshed: {reason}',
      zh: '{place} 前的 CDN 未能刷新：{reason}'
    },
    hint: {
      en:
        'What was delivered stays. It is asked again by the next delivery and by "packline release repair".',
      zh: '已交付的内容不受影响。下一次交付或 "packline release repair" 会再次请求刷新。'
    }
  },
  RELEASE_DELIVERY_PENDING: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The {action} of {subject} could be neither finished nor taken back at every place: {reason}',
      zh: '{subject} 的 {action} 未能在所有位置完成，也未能撤回：{reason}'
    },
    hint: {
      en: 'It is written down. The next delivery finishes it, or "packline release repair" once it answers.',
      zh: '该操作已记录在案。下一次交付会将其完成；也可在该位置恢复后运行 "packline release repair"。'
    }
  },
  RELEASE_PUBLISHER_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Nothing was ever published to {place}. Known are: {known}.',
      zh: '从未发布到 {place}。已知位置：{known}。'
    },
    hint: {
      en: '"packline release status" names the places.',
      zh: '"packline release status" 会列出这些位置。'
    }
  }
})
