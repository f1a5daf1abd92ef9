package cn.heyan.app

import cn.heyan.app.shell.askedScreen
import cn.heyan.app.shell.caseScreen
import cn.heyan.app.shell.casesScreen
import cn.heyan.app.shell.consentScreen
import cn.heyan.app.shell.faceScreen
import cn.heyan.app.shell.letterScreen
import cn.heyan.app.shell.newCaseScreen
import cn.heyan.app.shell.orderScreen
import cn.heyan.app.shell.portraitScreen
import cn.heyan.app.shell.scanScreen
import cn.heyan.app.shell.sendScreen
import cn.heyan.app.shell.settingsScreen
import cn.heyan.app.shell.statementScreen
import cn.heyan.app.shell.typedScreen
import cn.heyan.app.ui.asked
import cn.heyan.app.ui.caseHome
import cn.heyan.app.ui.cases
import cn.heyan.app.ui.consent
import cn.heyan.app.ui.face
import cn.heyan.app.ui.letter
import cn.heyan.app.ui.newCase
import cn.heyan.app.ui.order
import cn.heyan.app.ui.portrait
import cn.heyan.app.ui.scan
import cn.heyan.app.ui.send
import cn.heyan.app.ui.settings
import cn.heyan.app.ui.statement
import cn.heyan.app.ui.typed
import cn.heyan.core.Label
import cn.heyan.core.Place

/** The screen of [place]; [watches] says whether it uses the camera. */
internal fun MainActivity.shown(place: Place, watches: Boolean): Shown<*, *> = when (place) {
    is Place.Cases -> Shown(this, casesScreen(desk), watches) { state, intend, _ -> kit.cases(state, intend) }
    is Place.NewCase -> Shown(this, newCaseScreen(desk), watches) { state, intend, _ -> kit.newCase(state, intend) }
    is Place.Settings -> Shown(this, settingsScreen(desk), watches) { state, intend, _ -> kit.settings(state, intend) }
    is Place.CaseHome -> Shown(this, caseScreen(desk, place.case), watches) { state, intend, _ -> kit.caseHome(state, intend) }
    is Place.Asked -> Shown(this, askedScreen(desk, place.case), watches) { state, intend, _ -> kit.asked(state, intend) }
    is Place.Consent -> Shown(this, consentScreen(desk, place.case), watches) { state, intend, _ -> kit.consent(state, intend) }
    is Place.Typed -> Shown(this, typedScreen(desk, place.case), watches) { state, intend, _ -> kit.typed(state, Label.TYPED_WHY, intend) }
    is Place.Scan -> Shown(this, scanScreen(desk, place.case, place.step), watches) { state, intend, size -> kit.scan(state, size, intend) }
    is Place.Face -> Shown(this, faceScreen(desk, place.case), watches) { state, intend, _ -> kit.face(state, intend) }
    is Place.Portrait -> Shown(this, portraitScreen(desk, place.case), watches) { state, intend, _ -> kit.portrait(state, intend) }
    is Place.Statement -> Shown(this, statementScreen(desk, place.case), watches) { state, intend, _ -> kit.statement(state, intend) }
    is Place.Letter -> Shown(this, letterScreen(desk, place.case, place.step), watches) { state, intend, _ -> kit.letter(state, intend) }
    is Place.Send -> Shown(this, sendScreen(desk, place.case), watches) { state, intend, _ -> kit.send(state, intend) }
    is Place.Order -> Shown(this, orderScreen(desk, place.case), watches) { state, intend, _ -> kit.order(state, intend) }
}
