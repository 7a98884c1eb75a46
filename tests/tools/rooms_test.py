"""scripts/rooms bites: each kind of forbidden include is found, with file and line."""
import unittest

from planted import PlantedTree


class RoomsTest(PlantedTree):
    def setUp(self):
        super().setUp()
        self.put("ARCHITECTURE.md", "# House\n<!-- scripts/rooms --write makes this -->\n"
                 "\n<!-- to here -->\n")
        self.write("rooms")

    def include(self, name, header):
        self.put(name, f"// first line\n#include {header}\n")

    def test_a_tree_that_keeps_to_the_table_passes(self):
        self.include("src/api/routes.cpp", '"hub/hub.h"')
        self.include("src/wire/frames.cpp", "<boost/json.hpp>")
        self.include("src/dispatch/dispatcher.cpp", '"store/store.h"')
        self.include("src/actions/add_tag.h", '"store/tags.h"')
        self.include("src/main.cpp", '"node/serve.h"')
        self.assert_clean("rooms")

    def test_an_arrow_that_points_up(self):
        self.include("src/hub/hub.h", '"api/routes.h"')
        self.assert_bites("rooms", "src/hub/hub.h:2:", "hub may not know api")

    def test_a_conversation_in_a_room_of_opaque_bytes(self):
        self.include("src/net/server.cpp", '"chat/conversation.h"')
        self.assert_bites("rooms", "src/net/server.cpp:2:", "net may not know chat")

    def test_an_implementation_behind_a_port(self):
        self.include("src/actions/post_message.cpp", '"store/sqlite/sqlite_driver.h"')
        self.assert_bites("rooms", "post_message.cpp:2:", "only the port of store")

    def test_a_port_that_knows_its_implementation(self):
        self.include("src/store/tags.h", '"store/sql/driver.h"')
        self.assert_bites("rooms", "src/store/tags.h:2:", "src/store may not know")

    def test_sql_of_all_databases_that_knows_a_driver(self):
        self.include("src/store/sql/tags.cpp", '"store/sqlite/sqlite_driver.h"')
        self.assert_bites("rooms", "tags.cpp:2:", "src/store/sql may not know")
        self.include("src/store/sql/tags.cpp", "<sqlite3.h>")
        self.assert_bites("rooms", "tags.cpp:2:", "SQLite", "src/store/sqlite")

    def test_a_driver_may_know_all_of_the_store(self):
        self.include("src/store/sqlite/search.cpp", '"store/sql/driver.h"')
        self.include("src/store/sqlite/sqlite_driver.cpp", "<sqlite3.h>")
        self.include("src/store/sql/tags.cpp", '"store/tags.h"')
        self.assert_clean("rooms")

    def test_json_outside_wire(self):
        self.include("src/api/messages.cpp", "<boost/json.hpp>")
        self.assert_bites("rooms", "messages.cpp:2:", "JSON")

    def test_sockets_outside_net(self):
        self.include("src/hub/hub.cpp", "<boost/asio/post.hpp>")
        self.assert_bites("rooms", "hub.cpp:2:", "sockets")

    def test_main_that_wires_past_node(self):
        self.include("src/main.cpp", '"api/routes.h"')
        self.assert_bites("rooms", "src/main.cpp:2:", "main may not know api")

    def test_an_include_relative_to_the_file(self):
        self.include("src/base/ids.cpp", '"ids.h"')
        self.assert_bites("rooms", "ids.cpp:2:", "no header of a room")

    def test_a_source_in_no_room(self):
        self.put("src/utils/strings.h", "#pragma once\n")
        self.assert_bites("rooms", "src/utils/strings.h:1:", "not in a room")

    def test_a_drawing_that_is_not_the_tables(self):
        self.put("ARCHITECTURE.md", "# House\n")
        self.assert_bites("rooms", "ARCHITECTURE.md", "no place for what scripts/rooms writes")
        self.put("ARCHITECTURE.md", "# House\n<!-- scripts/rooms --write makes this -->\n"
                 "  hub --> api\n<!-- to here -->\nmore\n")
        self.assert_bites("rooms", "ARCHITECTURE.md", "stale", "scripts/rooms --write")
        self.write("rooms")
        self.assert_clean("rooms")
        page = (self.tree / "ARCHITECTURE.md").read_text()
        self.assertNotIn("hub --> api", page)
        for line in ("  hub --> base\n", "  actions -. port .-> store\n", "\nmore\n"):
            self.assertIn(line, page)
        # What follows from other arrows is not drawn.
        self.assertNotIn("dispatch --> base", page)


if __name__ == "__main__":
    unittest.main()
