import { defineErrors, joined, workFailed, wrongUsage } from '../../define-errors.js'

export const applicationErrors = defineErrors({
  PACKAGE_MANIFEST_MISSING: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} holds no {entry}: no device would take it for an application.',
      zh: '{file} 中没有 {entry}：任何设备都不会把它当作应用。'
    },
    hint: {
      en: 'Name the whole package as the build made it, or use a baseline of the type zip.',
      zh: '请指定构建产出的完整安装包，或使用 zip 类型的基线。'
    }
  },
  PACKAGE_MANIFEST_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{entry} of {file} cannot be read: {reason}.',
      zh: '{file} 中的 {entry} 无法读取：{reason}。'
    },
    hint: {
      en: 'Build the package again; when a hardening tool made it, ask its vendor.',
      zh: '请重新构建该包；如果由加固工具生成，请联系其厂商。'
    }
  },
  PACKAGE_VERSION_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The package says {field} {found}, and {expected} was ordered.',
      zh: '安装包中的 {field} 为 {found}，而要求的是 {expected}。'
    },
    hint: {
      en: joined(
        'Build the baseline as {expected}, order {found} with {option}, or have it written: {edit} ',
        'in packages.edits.'
      ),
      zh: '请把基线构建为 {expected}，或用 {option} 要求 {found}，或在 packages.edits 中写入：{edit}。'
    }
  },
  PACKAGE_BUNDLE_VERSION_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The app bundle says {field} {found}, and {expected} was ordered.',
      zh: 'App Bundle 中的 {field} 为 {found}，而要求的是 {expected}。'
    },
    hint: {
      en: 'Build the bundle as {expected}, or order {found} with {option}: its manifest is not edited here.',
      zh: '请把 App Bundle 构建为 {expected}，或用 {option} 要求 {found}；此处无法编辑其清单。'
    }
  },
  PACKAGE_SPLIT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: joined(
        '{file} is no whole APK: {part} belongs to a set of split APKs, which devices take only together ',
        'and signed alike.'
      ),
      zh: '{file} 不是完整的 APK：{part} 属于一组拆分 APK，设备只接受签名一致的整组安装。'
    },
    hint: {
      en: joined(
        'Use an APK for all devices: of assembleRelease, or one that bundletool makes ("bundle" of a ',
        'baseline). "packline package show" reads sets.'
      ),
      zh: joined(
        '请使用适用于所有设备的 APK：由 assembleRelease 构建，或由 bundletool 生成（基线的 "bundle"）。',
        '"packline package show" 可以读取整组拆分 APK。'
      )
    }
  },
  PACKAGE_SET_MIXED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{part} and {other} of {file} do not go together: its {field} is {found} in place of {expected}.',
      zh: '{file} 中的 {part} 与 {other} 不属于同一组：其 {field} 为 {found}，应为 {expected}。'
    },
    hint: {
      en: 'A device takes the parts of a set only with one package name, one version code and one signature.',
      zh: '只有包名、版本号和签名都一致，设备才会安装一组拆分 APK。'
    }
  },
  PACKAGE_REFUSED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} would be refused:\n{list}',
      zh: '{file} 会被拒绝：\n{list}'
    },
    hint: {
      en: '"packline package verify FILE" tells more; docs/packaging.md has each rule with its source.',
      zh: '"packline package verify FILE" 会给出详情；docs/zh-CN/packaging.md 列出每条规则及其出处。'
    }
  },
  PACKAGE_EDIT_REFUSED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{what} "{value}" of {entry} cannot be changed safely: {reason}.',
      zh: '{entry} 的 {what} "{value}" 无法安全更改：{reason}。'
    },
    hint: {
      en: 'Say what becomes of it in packages.edits (manifest.providers), or change it where the ' +
        'baseline is built.',
      zh: '请在 packages.edits（manifest.providers）中说明如何处理，或在构建基线处更改。'
    }
  },
  PACKAGE_EDIT_UNFIT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{edit} is for an APK, and the baseline is of the type {type}.',
      zh: '{edit} 只适用于 APK，而基线类型为 {type}。'
    },
    hint: {
      en: 'Limit the edit with "when" to the platforms of APKs.',
      zh: '请用 "when" 把该编辑限定在 APK 的平台。'
    }
  },
  PACKAGE_ICON_UNFIT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The icon of {file} is {entry} on some devices: XML, which no picture replaces.',
      zh: '{file} 的图标在部分设备上是 {entry}：XML（自适应图标或矢量图），无法用图片替换。'
    },
    hint: {
      en: 'Put another {entry}, as the build tools compile it, by an edit before this one.',
      zh: '请在此编辑之前，用另一个编辑放入由构建工具编译的 {entry}。'
    }
  },
  PACKAGE_ICON_DENSITY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The icon of {file} has pictures for {found}; the edit gives {given}.',
      zh: '{file} 的图标有以下密度的图片：{found}；编辑给出的是：{given}。'
    },
    hint: {
      en: 'Give a picture for each of those densities and no other, or "default" for the rest of them.',
      zh: '请为其中每种密度各给出一张图片，不要多给；其余的可用 "default" 给出。'
    }
  },
  PACKAGE_LABEL_UNFIT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The label of {row} cannot be given by language: {reason}.',
      zh: '无法按语言设置 {row} 的应用名：{reason}。'
    },
    hint: {
      en: 'Give "default" as well, or change the label before resources.arsc is put in.',
      zh: '请同时给出 "default"，或在放入 resources.arsc 之前更改应用名。'
    }
  },
  PACKAGE_ICON_MISSING: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} has no icon of its own that could be replaced.',
      zh: '{file} 没有可替换的图标。'
    },
    hint: {
      en: 'Give the application an android:icon where the baseline is built.',
      zh: '请在构建基线处为应用设置 android:icon。'
    }
  },
  PACKAGE_ICON_UNREADABLE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{icon} cannot become {entry}: {reason}.',
      zh: '{icon} 无法替换 {entry}：{reason}。'
    },
    hint: {
      en: 'Use a PNG of at least 192 × 192 pixels.',
      zh: '请使用不小于 192 × 192 像素的 PNG。'
    }
  },
  PACKAGE_PLACEHOLDER_EMPTY: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The row has no {what} to put in place of {placeholder}.',
      zh: '该行没有可代替 {placeholder} 的 {what}。'
    },
    hint: {
      en: 'Limit the edit with "when", or write the value out.',
      zh: '请用 "when" 限定该编辑，或直接写出该值。'
    }
  },
  PACKAGE_UPLOAD_KEY_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{row} is signed by another upload key than {release}: {found} in place of {expected}.',
      zh: '{row} 的上传密钥与 {release} 不同：现为 {found}，原为 {expected}。'
    },
    hint: {
      en: joined(
        'Google Play refuses it. Sign with the upload key of then; where Play was told of a new one, list ',
        'the one before in packages.signing.NAME.replacedUploadKeys. A baseline that a key for tests signed ',
        'says "testSigned": true.'
      ),
      zh: joined(
        'Google Play 会拒绝它。请使用原来的上传密钥签名；如果已在 Play 更换上传密钥，请在 ',
        'packages.signing.NAME.replacedUploadKeys 中列出之前的密钥。',
        '如果基线由测试密钥签名，请为其设置 "testSigned": true。'
      )
    }
  },
  PACKAGE_CERTIFICATE_DIFFERS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{row} is signed by another certificate than in {release}: {found} in place of {expected}.',
      zh: '{row} 的签名证书与 {release} 不同：现为 {found}，原为 {expected}。'
    },
    hint: {
      en: joined(
        'No device would update to it. Sign with the key of then, or rotate it with a lineage. A baseline ',
        'that a key for tests signed says "testSigned": true.'
      ),
      zh: joined(
        '任何设备都无法更新到它。请使用原来的密钥签名，或通过 lineage 轮换密钥。',
        '如果基线由测试密钥签名，请为其设置 "testSigned": true。'
      )
    }
  }
})
