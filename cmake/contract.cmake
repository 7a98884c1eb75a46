# protocol/openapi.yaml → a source of room api (GET /openapi.json).
set(openapi_source ${CMAKE_BINARY_DIR}/generated/openapi.cpp)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated)
add_custom_command(
  OUTPUT ${openapi_source}
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/openapi ${CMAKE_SOURCE_DIR}/protocol/openapi.yaml
          ${openapi_source}
  DEPENDS ${CMAKE_SOURCE_DIR}/scripts/openapi ${CMAKE_SOURCE_DIR}/scripts/embed
          ${CMAKE_SOURCE_DIR}/protocol/openapi.yaml
  COMMENT "Turning the contract into JSON")
target_sources(room_api PRIVATE ${openapi_source})
