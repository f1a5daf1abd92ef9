import BackgroundTasks
import HeyanCore
import HeyanShell
import SwiftUI
import UIKit

@main
struct HeyanApp: SwiftUI.App {
    @State private var model: Model
    @Environment(\.scenePhase) private var phase

    init() {
        let model = Model()
        _model = State(initialValue: model)
        // Before the app has finished launching: the system asks for it then or never.
        SendTask.register(model.desk, model.pending)
    }

    var body: some Scene {
        WindowGroup {
            RootView(model: model)
                // Documents and faces: the switcher shows a cover.
                .overlay { if phase != .active { Cover() } }
                .onChange(of: phase) { _, now in model.turned(to: now) }
        }
    }
}

/// What is shown of the app where others look.
private struct Cover: View {
    var body: some View {
        ZStack {
            Ink.ground.ignoresSafeArea()
            Text("✓").font(.largeTitle).bold().foregroundStyle(Ink.brand).accessibilityHidden(true)
        }
    }
}

/// The place that the walk is at, and what lies over all places.
struct RootView: View {
    @Bindable var model: Model

    var body: some View {
        model.shown.view()
            .id(model.number)
            .alert(model.asking?.words ?? "", isPresented: $model.isAsking) {
                Button(model.words(.goOn)) { model.permit() }
            }
            .alert(model.licences ?? "", isPresented: $model.isTelling) {
                Button(model.words(.back)) {}
            }
            .fileImporter(isPresented: $model.isChoosing, allowedContentTypes: [.image, .pdf, .item]) { model.chose($0) }
    }
}
