import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.transport.Netty4Plugin;

/** An OpenSearch node, until the process is ended. Arguments: its directory, then name=value settings. */
class TestNode extends Node {
    TestNode(Settings settings, String name) {
        super(
            InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), null, () -> name),
            List.of(Netty4Plugin.class, CommonAnalysisPlugin.class),
            false);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = Arrays.stream(arguments).skip(1)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Settings.Builder settings = Settings.builder().put("path.home", Path.of(arguments[0]).toString());
        given.forEach(settings::put);
        new TestNode(settings.build(), given.get("node.name")).start();
        Thread.currentThread().join();
    }
}
