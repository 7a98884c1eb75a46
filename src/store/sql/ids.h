// Makes the ids of conversations, messages and notes: the writer counts from the newest row on. The
// database does not make them, because after a restore it would use the ids of lost rows again
// (protocol L4).
//
// Owner: SqlBatch. On the writer's thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "store/sql/driver.h"

namespace walkie {

class SqlIds {
 public:
  // One counter. It is read from the database at its first use.
  class Count {
   public:
    // `newest`: the query for the newest id in use. `after`: the setting with the id after which
    // ids are free.
    Count(Query newest, const char* after) : newest_(newest), after_(after) {}

    std::int64_t last(SqlConnection& connection);
    void use(std::int64_t id) { last_ = id; }
    void forget() { last_.reset(); }
    const char* after() const { return after_; }

   private:
    Query newest_;
    const char* after_;
    std::optional<std::int64_t> last_;
  };

  Count conversations{Query::newest_conversation_id, "conversation_ids_after"};
  Count messages{Query::newest_message_id, "message_ids_after"};
  Count notes{Query::newest_note_id, "note_ids_after"};

  // Call it after a batch was undone: its ids are free again.
  void forget();
};

}  // namespace walkie
